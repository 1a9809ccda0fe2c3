import { compare, equal } from "../canonical.ts";
import { sameMethod } from "../normalise.ts";
import type { RestApiState } from "../state.ts";
import type { Call, PatchOperation } from "./calls.ts";
import { planAuthorizers } from "./plan-authorizers.ts";
import { planMethod } from "./plan-method.ts";

/** The calls that bring an API's own model in line, which no stage serves before its deployment does. */
export function planRestApi(
  desired: RestApiState | undefined,
  live: RestApiState | undefined,
): readonly Call[] {
  if (desired === undefined) return live === undefined ? [] : [{ operation: "DeleteRestApi" }];
  const before = live ?? { ...desired, resources: [], authorizers: [], gatewayResponses: {}, methods: [] };
  const authorizers = planAuthorizers(desired.authorizers, before.authorizers);
  return [
    ...(live === undefined ? [createRestApi(desired)] : planSettings(desired, live)),
    // Those that methods will name first, those that no method names any more last.
    ...authorizers.wanted,
    // Before anything is made: a new {parameter} may take the place of one that goes.
    ...planRemovals(desired, before),
    ...planResources(desired, before),
    ...desired.methods.flatMap((method) => planMethod(method, before.methods.find(sameMethod(method)))),
    ...authorizers.left,
    ...planGatewayResponses(desired.gatewayResponses, before.gatewayResponses),
  ];
}

function createRestApi({ name, description, endpointType, binaryMediaTypes }: RestApiState): Call {
  return { operation: "CreateRestApi", name, description, endpointType, binaryMediaTypes };
}

function planSettings(desired: RestApiState, live: RestApiState): Call[] {
  const changed = (["name", "description"] as const).filter((member) => desired[member] !== live[member]);
  const patch = changed.map(
    (member): PatchOperation => ({ op: "replace", path: `/${member}`, value: desired[member] }),
  );
  if (desired.endpointType !== live.endpointType) {
    const path = `/endpointConfiguration/types/${live.endpointType}`;
    patch.push({ op: "replace", path, value: desired.endpointType });
  }
  const removed = live.binaryMediaTypes.filter((type) => !desired.binaryMediaTypes.includes(type));
  const added = desired.binaryMediaTypes.filter((type) => !live.binaryMediaTypes.includes(type));
  patch.push(...removed.map(binaryMediaType("remove")), ...added.map(binaryMediaType("add")));
  return patch.length === 0 ? [] : [{ operation: "UpdateRestApi", patch }];
}

/** A JSON Pointer (RFC 6901) has `~1` for a slash. */
function binaryMediaType(op: "add" | "remove"): (type: string) => PatchOperation {
  return (type) => ({ op, path: `/binaryMediaTypes/${type.replaceAll("/", "~1")}` });
}

/** Methods first, then children before their parents; a resource takes its methods with it. */
function planRemovals(desired: RestApiState, live: RestApiState): readonly Call[] {
  const resources = live.resources.filter((path) => !desired.resources.includes(path));
  const methods = live.methods.filter(
    (method) => !resources.includes(method.path) && !desired.methods.some(sameMethod(method)),
  );
  const deepestFirst = [...resources].sort(
    (left, right) => depth(right) - depth(left) || compare(left, right),
  );
  return [
    ...methods.map(({ path, httpMethod }): Call => ({ operation: "DeleteMethod", path, httpMethod })),
    ...deepestFirst.map((path): Call => ({ operation: "DeleteResource", path })),
  ];
}

function planResources(desired: RestApiState, live: RestApiState): readonly Call[] {
  const parentsFirst = desired.resources
    .filter((path) => !live.resources.includes(path))
    .sort((left, right) => depth(left) - depth(right) || compare(left, right));
  return parentsFirst.map((path) => ({ operation: "CreateResource", path }));
}

function depth(path: string): number {
  return path.split("/").length;
}

function planGatewayResponses(
  desired: RestApiState["gatewayResponses"],
  live: RestApiState["gatewayResponses"],
): readonly Call[] {
  const types = [...new Set([...Object.keys(desired), ...Object.keys(live)])].sort(compare);
  return types.flatMap((responseType): readonly Call[] => {
    const responseParameters = desired[responseType];
    if (responseParameters === undefined) return [{ operation: "DeleteGatewayResponse", responseType }];
    if (equal(responseParameters, live[responseType])) return [];
    return [{ operation: "PutGatewayResponse", responseType, responseParameters }];
  });
}
