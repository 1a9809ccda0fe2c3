export type { UserPools } from "./cognito/verify.ts";
export type { Clock, Ids, Log } from "./effects.ts";
export type { FaultReport } from "./faults/conditions.ts";
export type { Fault, FaultDocument, FaultRule } from "./faults/fault-document.ts";
export { startGateway } from "./gateway.ts";
export { GatewayError, type GatewayErrorCode } from "./gateway-error.ts";
export type { Gateway, GatewayOptions } from "./gateway-options.ts";
export type { Credentials } from "./iam/context.ts";
