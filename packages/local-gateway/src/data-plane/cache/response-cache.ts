import type { IntegrationAnswer } from "../passing.ts";

/** What endpoints answered, until it is too old to be used. */
export interface ResponseCache {
  get(key: string, notBefore: number, now: number): IntegrationAnswer | undefined;
  put(key: string, answer: IntegrationAnswer, now: number, until: number): void;
}

/** D, cache settings for REST APIs: larger answers are not kept. */
const maximumAnswerBytes = 1024 * 1024;

/** Bytes of answers kept at most: half a gigabyte, as the smallest cache cluster has, would be too much here. */
const capacity = 64 * 1024 * 1024;

export function createResponseCache(): ResponseCache {
  const entries = new Map<
    string,
    {
      readonly answer: IntegrationAnswer;
      readonly size: number;
      readonly since: number;
      readonly until: number;
    }
  >();
  let kept = 0;
  const forget = (key: string): void => {
    kept -= entries.get(key)?.size ?? 0;
    entries.delete(key);
  };
  return {
    get: (key, notBefore, now) => {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (now < entry.until && entry.since > notBefore) return entry.answer;
      forget(key);
      return undefined;
    },
    put: (key, answer, now, until) => {
      const { body, stream } = answer.kind === "custom" ? { ...answer, stream: undefined } : answer.response;
      if (stream !== undefined || body.byteLength > maximumAnswerBytes) return;
      forget(key);
      const size = body.byteLength + key.length + 1024;
      entries.set(key, { answer, size, since: now, until });
      kept += size;
      for (const oldest of entries.keys()) {
        if (kept <= capacity) break;
        forget(oldest);
      }
    },
  };
}
