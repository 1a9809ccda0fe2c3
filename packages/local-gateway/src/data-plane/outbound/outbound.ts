import type { DataPlaneOptions } from "../index.ts";
import type { OnChunk } from "../integration/http.ts";
import type { ServiceCaller } from "../integration/service.ts";
import type { VpcLinkCaller } from "../integration/vpc-link.ts";
import { noteProgress } from "../log/stream-progress.ts";
import type { FunctionCaller } from "./call-function.ts";

/** All that integrations and authorizers call. */
export type Outbound = FunctionCaller & VpcLinkCaller & ServiceCaller;

export function outboundOf(options: DataPlaneOptions): Outbound {
  const { invoke, invokeStreaming, invokeLater, mayInvoke, mayAct, after } = options;
  const { callEndpoint, callService, findVpcLink, pace, clock } = options;
  const onChunk: OnChunk = (stream, bytes) => noteProgress(stream, bytes, clock());
  return {
    ...{ invoke, invokeStreaming, invokeLater, mayInvoke, mayAct, after },
    ...{ callEndpoint, callService, findVpcLink, pace, onChunk },
  };
}
