import type { Call } from "../plan/calls.ts";
import { authorizers } from "./authorizers.ts";
import { functions } from "./functions.ts";
import { gatewayResponses } from "./gateway-responses.ts";
import { methods } from "./methods.ts";
import { permissions } from "./permissions.ts";
import { resources } from "./resources.ts";
import { restApis } from "./rest-apis.ts";
import { roles } from "./roles.ts";
import type { Performers } from "./run.ts";
import { stages } from "./stages.ts";

/** One function for each operation that a plan can ask for. */
export const performers: Performers<Call["operation"]> = {
  ...roles,
  ...functions,
  ...permissions,
  ...restApis,
  ...authorizers,
  ...gatewayResponses,
  ...resources,
  ...methods,
  ...stages,
};
