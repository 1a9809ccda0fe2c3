import type { Caller } from "../data-plane/caller.ts";
import type { Tests } from "../data-plane/test-invoke/lazy.ts";
import type { Ids } from "../effects.ts";
import type { Transaction } from "../store/store.ts";

/** What an API Gateway operation works with; everything it changes is one transaction. */
export interface ApiGatewayContext {
  readonly accountId: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly ids: Ids;
  readonly store: Transaction;
  /** Who asks, as far as the request says. */
  readonly caller: ApiGatewayCaller;
  /** Tries methods and authorizers out. */
  readonly tests: Tests;
}

export interface ApiGatewayCaller {
  readonly caller: Caller;
  readonly userAgent: string | undefined;
}
