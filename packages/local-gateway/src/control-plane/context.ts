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
}
