import type { Ids } from "../../effects.ts";
import type { Store } from "../../store/store.ts";
import type { InvokeLater } from "../asynchronous.ts";
import type { Invoke, InvokeStreaming } from "../invoke.ts";

/** What a Lambda operation works with. Operations write in transactions of their own, since code is stored before. */
export interface LambdaContext {
  readonly accountId: string;
  readonly region: string;
  readonly requestId: string;
  /** Of the caller's `X-Amzn-Trace-Id`, or a new one: what an invoked function sees as `_X_AMZN_TRACE_ID`. */
  readonly traceId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly ids: Ids;
  readonly store: Store;
  readonly invoke: Invoke;
  readonly invokeStreaming: InvokeStreaming;
  readonly invokeLater: InvokeLater;
  /** The gateway's own URL, without a slash at its end. */
  readonly endpoint: string;
}
