import type { FindCredential } from "./data-plane/caller.ts";
import type { Tests } from "./data-plane/test-invoke/lazy.ts";
import type { Clock, Ids } from "./effects.ts";
import type { Conditions } from "./faults/conditions.ts";
import type { Credentials } from "./iam/context.ts";
import type { InvokeLater } from "./lambda/asynchronous.ts";
import type { Invoke, InvokeStreaming } from "./lambda/invoke.ts";
import type { LogStreams } from "./logs/logs.ts";
import type { Store } from "./store/store.ts";

/** What the five services work with. */
export interface ControlPlaneOptions {
  readonly accountId: string;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: Store;
  readonly findCredential: FindCredential;
  readonly tests: Tests;
  readonly conditions: Conditions;
  readonly invoke: Invoke;
  readonly invokeStreaming: InvokeStreaming;
  readonly invokeLater: InvokeLater;
  readonly logStreams: LogStreams;
  /** The gateway's own URL, without a slash at its end. */
  readonly endpoint: () => string;
}
