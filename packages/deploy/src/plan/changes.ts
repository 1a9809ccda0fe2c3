import { compare, equal, keysOf } from "../canonical.ts";
import { functionInUri } from "../names.ts";
import { sameMethod } from "../normalise.ts";
import type { FunctionState, MethodState, RestApiState, State } from "../state.ts";
import { authWord, describeMethodChanges } from "./method-reasons.ts";

/** One thing that will be different, in the words that people use. */
export type Change = RouteChange | OtherChange;

export type Sign = "+" | "~" | "-";

export interface RouteChange {
  readonly kind: "route";
  readonly sign: Sign;
  readonly method: string;
  readonly path: string;
  readonly integration: "custom" | "proxy" | "other";
  /** `none`, `iam`, `API key`, or the authorizer's name. */
  readonly auth: string;
  /** The function that serves it after the change; absent when it is not one of the project's. */
  readonly function?: { readonly label: string; readonly isNew: boolean; readonly codeSize: number };
  /** Why, for a changed route. */
  readonly reasons: readonly string[];
}

export interface OtherChange {
  readonly kind: "api" | "role" | "function" | "stage" | "authorizer" | "preflight" | "gateway response";
  readonly sign: Sign;
  readonly name: string;
  readonly reasons: readonly string[];
}

/** Says what differs: routes first, by path; then everything that is not seen in a route. */
export function describeChanges(desired: State, live: State): readonly Change[] {
  const before = routesOf(live);
  const after = routesOf(desired);
  return [
    ...after.flatMap((method) => changedRoute(method, before.find(sameMethod(method)), desired, live)),
    ...before
      .filter((method) => !after.some(sameMethod(method)))
      .map((method) => route("-", method, live, live, [])),
    ...describeApi(desired, live),
    ...describeMembers(desired, live),
    ...describeFunctions(desired, live),
    ...describeRole(desired, live),
    ...describeStage(desired, live),
  ];
}

/** The methods that are routes: what API Gateway itself answers preflight requests with is none. */
export function routesOf({ restApi }: State): readonly MethodState[] {
  return restApi?.methods.filter((method) => !isPreflight(method)) ?? [];
}

function isPreflight({ httpMethod, integration }: MethodState): boolean {
  return httpMethod === "OPTIONS" && integration?.type === "MOCK";
}

function changedRoute(
  after: MethodState,
  before: MethodState | undefined,
  desired: State,
  live: State,
): readonly Change[] {
  if (before === undefined) return [route("+", after, desired, live, [])];
  const served = functionOf(after, desired);
  const reasons = [
    ...describeMethodChanges(after, before, (uri) => labelOf(functionInUri(uri), desired, live)),
    ...(served === undefined
      ? []
      : functionReasons(
          served,
          live.functions.find(({ name }) => name === served.name),
        )),
  ];
  return reasons.length === 0 ? [] : [route("~", after, desired, live, reasons)];
}

function route(
  sign: Sign,
  method: MethodState,
  state: State,
  live: State,
  reasons: readonly string[],
): RouteChange {
  const served = functionOf(method, state);
  return {
    kind: "route",
    sign,
    method: method.httpMethod,
    path: method.path,
    integration: integrationKind(method),
    auth: authWord(method.request),
    ...(served === undefined
      ? {}
      : {
          function: {
            label: served.label,
            isNew: !live.functions.some(({ name }) => name === served.name),
            codeSize: served.codeSize,
          },
        }),
    reasons,
  };
}

function functionOf({ integration }: MethodState, state: State): FunctionState | undefined {
  const called = functionInUri(integration?.uri ?? "");
  return state.functions.find(({ name }) => name === called);
}

function labelOf(functionName: string, desired: State, live: State): string {
  const known = [...desired.functions, ...live.functions].find(({ name }) => name === functionName);
  return known?.label ?? functionName;
}

function integrationKind({ integration }: MethodState): RouteChange["integration"] {
  if (integration?.type === "AWS_PROXY") return "proxy";
  return integration?.type === "AWS" ? "custom" : "other";
}

function functionReasons(after: FunctionState, before: FunctionState | undefined): readonly string[] {
  const subject = `function ${after.label}`;
  if (before === undefined) return [`${subject}: new`];
  return [
    ...(after.codeSha256 === before.codeSha256 ? [] : [`${subject}: code changed`]),
    ...keysOf(after.configuration).flatMap((member) => {
      const [from, to] = [before.configuration[member], after.configuration[member]];
      if (equal(from, to)) return [];
      return [
        member === "role" || member === "environment" || from === ""
          ? `${subject}: ${member} changed`
          : `${subject}: ${member} ${from} -> ${to}`,
      ];
    }),
    ...(before.permission === "granted" ? [] : [`${subject}: API Gateway may not call it yet`]),
  ];
}

function describeApi({ scope, restApi: after }: State, { restApi: before }: State): readonly Change[] {
  if (after === undefined)
    return before === undefined ? [] : [{ kind: "api", sign: "-", name: scope.api, reasons: [] }];
  if (before === undefined) return [{ kind: "api", sign: "+", name: scope.api, reasons: [] }];
  const reasons = [
    ...(after.name === before.name ? [] : [`name ${before.name} -> ${after.name}`]),
    ...(after.description === before.description ? [] : ["description changed"]),
    ...(after.endpointType === before.endpointType
      ? []
      : [`endpoint type ${before.endpointType} -> ${after.endpointType}`]),
    ...after.binaryMediaTypes
      .filter((type) => !before.binaryMediaTypes.includes(type))
      .map((type) => `${type} carried as bytes`),
    ...before.binaryMediaTypes
      .filter((type) => !after.binaryMediaTypes.includes(type))
      .map((type) => `${type} no longer carried as bytes`),
    // Resources that lead to a route come and go with it; what is left over is worth a word.
    ...after.resources
      .filter((path) => !before.resources.includes(path) && !leadsToMethod(after.methods, path))
      .map((path) => `resource ${path} added`),
    ...before.resources
      .filter((path) => !after.resources.includes(path) && !leadsToMethod(before.methods, path))
      .map((path) => `resource ${path} removed`),
  ];
  return reasons.length === 0 ? [] : [{ kind: "api", sign: "~", name: scope.api, reasons }];
}

/** What an API has beside its routes. It comes and goes with the API without a word. */
function describeMembers({ restApi: after }: State, { restApi: before }: State): readonly Change[] {
  if (after === undefined || before === undefined) return [];
  return [
    ...compareMembers("authorizer", authorizersByName(after), authorizersByName(before)),
    ...compareMembers("preflight", preflightsByPath(after), preflightsByPath(before)),
    ...compareMembers("gateway response", after.gatewayResponses, before.gatewayResponses),
  ];
}

function authorizersByName({ authorizers }: RestApiState): { readonly [name: string]: unknown } {
  return Object.fromEntries(authorizers.map((one) => [one.name, one]));
}

function preflightsByPath({ methods }: RestApiState): { readonly [path: string]: unknown } {
  return Object.fromEntries(methods.filter(isPreflight).map((method) => [method.path, method]));
}

function compareMembers(
  kind: OtherChange["kind"],
  after: { readonly [name: string]: unknown },
  before: { readonly [name: string]: unknown },
): readonly Change[] {
  const names = [...new Set([...Object.keys(after), ...Object.keys(before)])].sort(compare);
  return names.flatMap((name): readonly Change[] => {
    if (before[name] === undefined) return [{ kind, sign: "+", name, reasons: [] }];
    if (after[name] === undefined) return [{ kind, sign: "-", name, reasons: [] }];
    return equal(after[name], before[name]) ? [] : [{ kind, sign: "~", name, reasons: ["changed"] }];
  });
}

function leadsToMethod(methods: readonly MethodState[], path: string): boolean {
  return methods.some((method) => method.path === path || method.path.startsWith(`${path}/`));
}

function describeFunctions(desired: State, live: State): readonly Change[] {
  return live.functions
    .filter(({ name }) => !desired.functions.some((wanted) => wanted.name === name))
    .map(({ label }) => ({ kind: "function", sign: "-", name: label, reasons: [] }));
}

function describeRole({ role: after }: State, { role: before }: State): readonly Change[] {
  if (after === undefined)
    return before === undefined ? [] : [{ kind: "role", sign: "-", name: before.name, reasons: [] }];
  if (before === undefined) return [{ kind: "role", sign: "+", name: after.name, reasons: [] }];
  const missing = after.managedPolicies.filter((policy) => !before.managedPolicies.includes(policy));
  const reasons = missing.map((policy) => `policy ${policy.split("/").at(-1)} attached`);
  return reasons.length === 0 ? [] : [{ kind: "role", sign: "~", name: after.name, reasons }];
}

function describeStage(
  { stage: after, restApi: wanted }: State,
  { stage: before, restApi: found }: State,
): readonly Change[] {
  if (after === undefined) return [];
  const current = found === undefined ? undefined : before;
  if (current === undefined) return [{ kind: "stage", sign: "+", name: after.name, reasons: [] }];
  // A new model says it all; an old deployment of an unchanged model has nothing else to show for it.
  if (current.modelHash === after.modelHash || !equal(wanted, found)) return [];
  return [{ kind: "stage", sign: "~", name: after.name, reasons: ["serves another deployment"] }];
}
