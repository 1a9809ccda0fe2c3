import { equal } from "../canonical.ts";
import type { MethodState } from "../state.ts";
import type { Call } from "./calls.ts";

/**
 * The calls that bring one method in line. PutMethod and PutMethodResponse refuse what exists already, so a method
 * whose request or method responses differ is made anew; PutIntegrationResponse replaces (recorded, "overwrite").
 * The reference does not say what PutIntegration leaves of the integration responses, so they are put again after it.
 */
export function planMethod(desired: MethodState, live: MethodState | undefined): readonly Call[] {
  const key = { path: desired.path, httpMethod: desired.httpMethod };
  if (live === undefined) return putAll(desired);
  if (!equal(desired.request, live.request) || hasOtherResponses(desired, live)) {
    return [{ operation: "DeleteMethod", ...key }, ...putAll(desired)];
  }
  const methodResponses = putMethodResponses(desired).filter(
    ({ statusCode }) => live.methodResponses[statusCode] === undefined,
  );
  const integrationChanges = !equal(desired.integration, live.integration);
  return [
    ...methodResponses,
    // Removed before others are put: two responses of a method never have one selection pattern.
    ...removeIntegrationResponses(desired, live),
    ...(integrationChanges ? putIntegration(desired) : []),
    ...putIntegrationResponses(desired).filter(
      ({ statusCode, response }) =>
        integrationChanges || !equal(response, live.integrationResponses[statusCode]),
    ),
  ];
}

function hasOtherResponses(desired: MethodState, live: MethodState): boolean {
  return Object.entries(live.methodResponses).some(
    ([status, response]) => !equal(response, desired.methodResponses[status]),
  );
}

function putAll(desired: MethodState): readonly Call[] {
  const { path, httpMethod, request } = desired;
  return [
    { operation: "PutMethod", path, httpMethod, request },
    ...putMethodResponses(desired),
    ...putIntegration(desired),
    ...putIntegrationResponses(desired),
  ];
}

function putMethodResponses({ path, httpMethod, methodResponses }: MethodState) {
  return Object.entries(methodResponses).map(
    ([statusCode, response]) =>
      ({ operation: "PutMethodResponse", path, httpMethod, statusCode, response }) as const,
  );
}

function putIntegration({ path, httpMethod, integration }: MethodState): readonly Call[] {
  return integration === undefined ? [] : [{ operation: "PutIntegration", path, httpMethod, integration }];
}

function putIntegrationResponses({ path, httpMethod, integrationResponses }: MethodState) {
  return Object.entries(integrationResponses).map(
    ([statusCode, response]) =>
      ({ operation: "PutIntegrationResponse", path, httpMethod, statusCode, response }) as const,
  );
}

function removeIntegrationResponses(
  { path, httpMethod, integrationResponses }: MethodState,
  live: MethodState,
): readonly Call[] {
  return Object.keys(live.integrationResponses)
    .filter((statusCode) => integrationResponses[statusCode] === undefined)
    .map((statusCode) => ({ operation: "DeleteIntegrationResponse", path, httpMethod, statusCode }));
}
