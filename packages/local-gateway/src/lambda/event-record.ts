import { type Kind, kind } from "../store/tables.ts";
import type { Invocation } from "./invoke.ts";

/** Asynchronous invocations that are not done with. Key: an id of their own. */
export const events: Kind<EventRecord> = kind("function-event");

export interface EventRecord {
  readonly id: string;
  readonly invocation: Invocation;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** How often the function was run and failed. */
  readonly failures: number;
  /** How often it could not be run. */
  readonly throttles: number;
  /** When it is to be tried next, in milliseconds since 1970; that may be over. */
  readonly dueAt: number;
}

/** How a function's asynchronous invocations are treated. Key: region, function name, version or alias. */
export const eventInvokeConfigs: Kind<EventInvokeConfigRecord> = kind("function-event-invoke-config");

export interface EventInvokeConfigRecord {
  readonly qualifier: string;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
  readonly maximumRetryAttempts?: number | undefined;
  /** Seconds. */
  readonly maximumEventAge?: number | undefined;
  /** ARNs. */
  readonly onSuccess?: string | undefined;
  readonly onFailure?: string | undefined;
}
