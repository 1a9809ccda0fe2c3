import { oncePer } from "../once-per.ts";
import { own } from "../own.ts";
import type { Reader } from "../store/store.ts";
import { type Kind, kind } from "../store/tables.ts";
import type { ConfiguredCredential, Credentials } from "./context.ts";
import { userIdOf } from "./user-id.ts";

/** Temporary credentials that STS gave out. Key: access key. */
export const sessions: Kind<SessionRecord> = kind("session");

export interface SessionRecord {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** `arn:aws:sts::…:assumed-role/role/session`. */
  readonly arn: string;
  /** The role's id and the session's name. */
  readonly userId: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

/** Whom an access key belongs to. */
export interface Principal {
  readonly secretAccessKey: string;
  readonly arn: string;
  readonly userId: string;
  /** Only of temporary credentials: what a request has to bring along. */
  readonly sessionToken?: string;
  /** Only of temporary credentials: milliseconds since 1970. */
  readonly expires?: number;
}

/** Finds a user's or a session's access key; an expired session is still found, as what it is. */
export function findPrincipal(
  store: Reader,
  credentials: Credentials,
  accessKeyId: string,
): Principal | undefined {
  const user = own(credentials, accessKeyId);
  return user === undefined ? store.get(sessions, accessKeyId) : userOf(user);
}

const userOf = oncePer((user: ConfiguredCredential): Principal => ({ ...user, userId: userIdOf(user.arn) }));
