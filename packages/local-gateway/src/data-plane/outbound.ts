import { systemAfter } from "../lambda/timers.ts";
import type { DataPlaneOptions } from "./index.ts";
import type { FunctionCaller } from "./integration/call-function.ts";
import type { EndpointCaller } from "./integration/http.ts";
import type { ServiceCaller } from "./integration/service.ts";

/** All that integrations and authorizers call. */
export type Outbound = FunctionCaller & EndpointCaller & ServiceCaller;

export function outboundOf(options: DataPlaneOptions): Outbound {
  const { invoke, invokeStreaming, invokeLater, callEndpoint, callService, mayInvoke, mayAct } = options;
  const { after = systemAfter } = options;
  return { invoke, invokeStreaming, invokeLater, callEndpoint, callService, mayInvoke, mayAct, after };
}
