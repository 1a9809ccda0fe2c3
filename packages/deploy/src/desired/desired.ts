import {
  type ApiDescription,
  binaryMediaTypes,
  settingsOf,
  settingsVariable,
  streamVariable,
} from "@gatewright/runtime/describe";
import { compare, hashOf } from "../canonical.ts";
import { refuse } from "../errors.ts";
import { basicExecutionPolicy, functionName, invocationUri, roleArn, roleName } from "../names.ts";
import { compareMethods, normaliseMethod } from "../normalise.ts";
import type {
  FunctionConfiguration,
  FunctionState,
  MethodState,
  RestApiState,
  Scope,
  State,
} from "../state.ts";
import { authorizersOf } from "./authorizers.ts";
import { answerHeaders, defaultGatewayResponses, fixedParameters, preflightMethods } from "./cors.ts";
import { checkLimits } from "./limits.ts";
import { methodOf } from "./route-method.ts";

export interface DesiredInput {
  readonly scope: Scope;
  readonly description: ApiDescription;
  readonly functions: readonly DesiredFunction[];
  /** An execution role of the user's own; without it there will be one of ours. */
  readonly roleArn?: string;
}

export interface DesiredFunction {
  /** The project's name: `place-order`. */
  readonly name: string;
  /** Keys of the routes it serves. */
  readonly routes: readonly string[];
  /** The name of the authorizer that it is. */
  readonly authorizer?: string;
  /** SHA-256 of the deployment package, base64. */
  readonly codeSha256: string;
  /** Bytes of the deployment package. */
  readonly codeSize: number;
}

/**
 * What should be there: the API Gateway resources, functions and role that follow from the routes. Pure, and
 * canonical: the same input gives the same state, whatever the order of its members.
 *
 * @throws DeployError `LimitExceeded` or `InvalidName`, for what AWS would refuse
 */
export function desiredState({ scope, description, functions, roleArn: given }: DesiredInput): State {
  const execution = given ?? roleArn(scope);
  const restApi = desiredRestApi(scope, description, functions);
  const state: State = {
    scope,
    ...(given === undefined
      ? { role: { name: roleName(scope), managedPolicies: [basicExecutionPolicy(scope)] } }
      : {}),
    functions: functions
      .map((one) => desiredFunction(scope, description, one, execution))
      .sort((left, right) => compare(left.name, right.name)),
    restApi,
    stage: { name: scope.stage, modelHash: hashOf(restApi) },
  };
  refuse(checkLimits(state));
  return state;
}

/** What should be there when nothing should. */
export function nothing(scope: Scope): State {
  return { scope, functions: [] };
}

const defaults = {
  runtime: "nodejs24.x",
  handler: "index.handler",
  memorySize: 256,
  // One second less than API Gateway waits, so that it is the function that reports the timeout.
  timeout: 28,
  description: "",
} satisfies Omit<FunctionConfiguration, "role" | "environment">;

/** For as long as a stream may take (API Gateway, "Stream the integration response"). */
const streamTimeout = 900;

function desiredFunction(
  scope: Scope,
  description: ApiDescription,
  { name, routes, codeSha256, codeSize }: DesiredFunction,
  role: string,
): FunctionState {
  const settings = settingsOf(description);
  const streams = streamsAny(description, routes);
  return {
    name: functionName(scope, name),
    label: name,
    configuration: {
      ...defaults,
      ...(streams && { timeout: streamTimeout }),
      role,
      environment: {
        ...(settings !== undefined && { [settingsVariable]: settings }),
        ...(streams && { [streamVariable]: "1" }),
      },
    },
    codeSha256,
    codeSize,
    permission: "granted",
  };
}

function desiredRestApi(
  scope: Scope,
  description: ApiDescription,
  functions: readonly DesiredFunction[],
): RestApiState {
  const headers = answerHeaders(description);
  const ownName = (name: string) => name;
  return {
    name: description.name,
    description: description.description ?? "",
    endpointType: description.endpointType,
    binaryMediaTypes: binaryMediaTypes(description),
    resources: resourcePaths(description.routes.map(({ path }) => path)),
    authorizers: authorizersOf(scope, description, functions),
    gatewayResponses:
      Object.keys(headers.fixed).length === 0
        ? {}
        : Object.fromEntries(
            defaultGatewayResponses.map((type) => [
              type,
              fixedParameters("gatewayresponse.header", headers.fixed),
            ]),
          ),
    methods: description.routes
      .flatMap((route): MethodState[] => {
        const served = functions.find(({ routes }) => routes.includes(route.key));
        if (served === undefined) return [];
        const streams = streamsAny(description, served.routes);
        const uri = invocationUri(scope, functionName(scope, served.name), { streams });
        const method = methodOf(route, { uri, streams, headers });
        return [normaliseMethod(route.path, route.method, method, ownName)];
      })
      .concat(
        [...preflightMethods(description)].map(([path, method]) =>
          normaliseMethod(path, "OPTIONS", method, ownName),
        ),
      )
      .sort(compareMethods),
  };
}

/** Whether a function with these routes streams: it answers all of them in one way. */
function streamsAny({ routes }: ApiDescription, keys: readonly string[]): boolean {
  return routes.some(
    ({ key, outputs }) =>
      keys.includes(key) && outputs.some(({ body }) => body.type === "bytes" && body.streamed),
  );
}

/** All resources that must be there for some paths, the ones in between too, the root left out: sorted. */
function resourcePaths(paths: readonly string[]): readonly string[] {
  const all = new Set<string>();
  for (const path of paths) {
    const parts = path.split("/").filter((part) => part !== "");
    for (const index of parts.keys()) all.add(`/${parts.slice(0, index + 1).join("/")}`);
  }
  return [...all].sort(compare);
}
