import type { FindCredential } from "../data-plane/caller.ts";
import type { Acting } from "../data-plane/outbound/acting.ts";
import type { Clock, Ids } from "../effects.ts";
import type { Store } from "../store/store.ts";
import { roleByArn, serviceSession, sessionArn } from "./acting.ts";
import { type SessionRecord, sessions } from "./session.ts";
import { userIdOf } from "./user-id.ts";

/** What a request is signed with. */
export interface SigningKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface ServiceSessionOptions {
  readonly store: Store;
  readonly accountId: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly findCredential: FindCredential;
}

/** D, AssumeRole: an hour unless asked for otherwise. */
const lifetime = 3_600_000;

/** Makes the function that gives API Gateway the keys of a role or of a method's caller; a session serves an hour. */
export function createServiceSessions(
  options: ServiceSessionOptions,
): (acting: Acting) => Promise<SigningKey> {
  const { store, accountId, clock, ids } = options;
  const known = new Map<string, SessionRecord>();
  return async (acting) => {
    if (acting.kind === "caller") {
      const { accessKey = "" } = acting;
      const credential = options.findCredential(accessKey);
      if (credential === undefined) throw new Error(`no access key ${accessKey} is known here`);
      const { secretAccessKey, sessionToken } = credential;
      return { accessKeyId: accessKey, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
    }
    const roleArn = acting.roleArn.replace(":iam::*:", `:iam::${accountId}:`);
    const kept = known.get(roleArn);
    if (kept !== undefined && kept.expires > clock() + lifetime / 12) return kept;
    const role = roleByArn(roleArn, options);
    const session: SessionRecord = {
      accessKeyId: `ASIA${ids.upper(16)}`,
      secretAccessKey: Buffer.from(ids.bytes(30)).toString("base64"),
      sessionToken: Buffer.from(ids.bytes(120)).toString("base64"),
      arn: sessionArn(roleArn),
      userId: `${role?.roleId ?? userIdOf(roleArn).replace("AIDA", "AROA")}:${serviceSession}`,
      expires: clock() + lifetime,
    };
    await store.transact((transaction) => transaction.put(sessions, [session.accessKeyId], session));
    known.set(roleArn, session);
    return session;
  };
}
