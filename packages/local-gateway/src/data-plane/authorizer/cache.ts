import type { Clock } from "../../effects.ts";
import type { AuthorizerAnswer } from "./lambda-answer.ts";

/** What Lambda authorizers answered, until it is too old to be used. */
export interface AuthorizerCache {
  /** @param flushedAt milliseconds since 1970, 0 for never: nothing from before then is given out. */
  get(key: AuthorizerCacheKey, flushedAt: number): AuthorizerAnswer | undefined;
  /** @param ttl seconds; 0 keeps nothing. */
  put(key: AuthorizerCacheKey, answer: AuthorizerAnswer, ttl: number): void;
}

/** A stage, one of its authorizers, and the identity sources with their values. */
export interface AuthorizerCacheKey {
  readonly restApiId: string;
  readonly stageName: string;
  readonly authorizerId: string;
  /** As a deployment has it: the same value means another caller when it comes from elsewhere. */
  readonly identitySource: string;
  readonly identity: readonly string[];
}

interface Entry {
  readonly answer: AuthorizerAnswer;
  /** Milliseconds since 1970, as `until`. */
  readonly since: number;
  readonly until: number;
}

/** Answers kept at most: the oldest goes when there are more. */
const capacity = 10_000;

export function createAuthorizerCache(clock: Clock): AuthorizerCache {
  const entries = new Map<string, Entry>();
  return {
    get: (key, flushedAt) => {
      const name = nameOf(key);
      const entry = entries.get(name);
      if (entry === undefined) return undefined;
      if (clock() < entry.until && entry.since > flushedAt) return entry.answer;
      entries.delete(name);
      return undefined;
    },
    put: (key, answer, ttl) => {
      if (ttl <= 0) return;
      const name = nameOf(key);
      entries.delete(name);
      entries.set(name, { answer, since: clock(), until: clock() + ttl * 1000 });
      const [oldest] = entries.keys();
      if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);
    },
  };
}

function nameOf(key: AuthorizerCacheKey): string {
  const { restApiId, stageName, authorizerId, identitySource, identity } = key;
  return JSON.stringify([restApiId, stageName, authorizerId, identitySource, ...identity]);
}
