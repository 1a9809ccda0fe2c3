import type { Clock } from "../../effects.ts";
import type { AuthorizerAnswer } from "./lambda-answer.ts";

/** What Lambda authorizers answered, until it is too old to be used. */
export interface AuthorizerCache {
  get(key: AuthorizerCacheKey): AuthorizerAnswer | undefined;
  /** @param ttl seconds; 0 keeps nothing. */
  put(key: AuthorizerCacheKey, answer: AuthorizerAnswer, ttl: number): void;
  /** Forgets what was answered for a stage. */
  flush(restApiId: string, stageName: string): void;
}

/** A stage, one of its authorizers, and the values of the identity sources. */
export interface AuthorizerCacheKey {
  readonly restApiId: string;
  readonly stageName: string;
  readonly authorizerId: string;
  readonly identity: readonly string[];
}

/** Answers kept at most: the oldest goes when there are more. */
const capacity = 10_000;

export function createAuthorizerCache(clock: Clock): AuthorizerCache {
  const entries = new Map<string, { readonly answer: AuthorizerAnswer; readonly until: number }>();
  return {
    get: (key) => {
      const name = nameOf(key);
      const entry = entries.get(name);
      if (entry === undefined) return undefined;
      if (clock() < entry.until) return entry.answer;
      entries.delete(name);
      return undefined;
    },
    put: (key, answer, ttl) => {
      if (ttl <= 0) return;
      const name = nameOf(key);
      entries.delete(name);
      entries.set(name, { answer, until: clock() + ttl * 1000 });
      const [oldest] = entries.keys();
      if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);
    },
    flush: (restApiId, stageName) => {
      const start = `${JSON.stringify([restApiId, stageName]).slice(0, -1)},`;
      for (const name of entries.keys()) if (name.startsWith(start)) entries.delete(name);
    },
  };
}

function nameOf({ restApiId, stageName, authorizerId, identity }: AuthorizerCacheKey): string {
  return JSON.stringify([restApiId, stageName, authorizerId, ...identity]);
}
