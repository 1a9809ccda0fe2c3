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
  readonly [accessKeyId: string]: ConfiguredCredential;
}

export interface ConfiguredCredential {
  readonly secretAccessKey: string;
  /** Of a user, or of a session of a role that CreateRole made: that role's policies then say what it may. */
  readonly arn: string;
  /** Makes the credential a temporary one: each request has to bring the token. */
  readonly sessionToken?: string;
  /** Identity-based policies; without them the identity may do everything, unless its ARN is that of a role here. */
  readonly policies?: readonly object[];
}
