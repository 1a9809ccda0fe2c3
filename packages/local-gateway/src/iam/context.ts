import type { Ids } from "../effects.ts";
import type { Transaction } from "../store/store.ts";

/** What an IAM or STS operation works with; everything it changes is one transaction. */
export interface IdentityContext {
  readonly accountId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly ids: Ids;
  readonly store: Transaction;
  readonly credentials: Credentials;
  /** Absent from an unsigned request. */
  readonly accessKeyId: string | undefined;
  /** Of a request that is signed with temporary credentials. */
  readonly sessionToken: string | undefined;
}

/** Who may sign, by access key. */
export interface Credentials {
  readonly [accessKeyId: string]: { readonly secretAccessKey: string; readonly arn: string };
}
