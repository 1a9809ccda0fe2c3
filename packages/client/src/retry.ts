/** How `retrying` repeats requests. */
export interface RetryOptions {
  /** How often a request is sent at most, the first time included. Default 3. */
  readonly attempts?: number | undefined;
  /** The longest pause before the second time, in milliseconds; it doubles each time. Default 200. */
  readonly pause?: number | undefined;
  /** The longest pause of all, in milliseconds. An answer whose `Retry-After` wants more is the last. Default 10,000. */
  readonly longestPause?: number | undefined;
  /** Sends the requests, instead of the global `fetch`. */
  readonly fetch?: Send | undefined;
  /** Instead of `Math.random`. */
  readonly random?: (() => number) | undefined;
}

type Send = (url: string, init: RequestInit) => Promise<Response>;

/**
 * A `fetch` for a client that sends a request again when that may help and can do no harm: when its method is
 * idempotent (RFC 9110, section 9.2.2) and it got no answer, or a 429, 500, 502, 503 or 504. Before each time but the
 * first it waits for a random part of a pause that doubles, or for as long as `Retry-After` says if that is longer. The
 * call's timeout and signal hold for all of it.
 */
export const retrying = ({
  attempts = 3,
  pause = 200,
  longestPause = 10_000,
  fetch: send = fetch,
  random = Math.random,
}: RetryOptions = {}): Send => {
  const sendAgain = async (url: string, init: RequestInit, attempt: number): Promise<Response> => {
    const last = attempt >= attempts || !/^(GET|HEAD|PUT|DELETE|OPTIONS)$/.test(init.method ?? "GET");
    const answer = await send(url, init).catch((cause: unknown) => {
      if (last || init.signal?.aborted) throw cause;
    });
    if (answer && (last || !/^(429|50[0234])$/.test(`${answer.status}`))) return answer;
    const wanted = retryAfter(answer?.headers.get("retry-after"));
    if (answer && wanted > longestPause) return answer;
    // An answer that nobody reads keeps its connection.
    await answer?.body?.cancel();
    await sleep(Math.max(wanted, random() * Math.min(pause * 2 ** (attempt - 1), longestPause)), init.signal);
    return sendAgain(url, init, attempt + 1);
  };
  return (url, init) => sendAgain(url, init, 1);
};

/** Seconds or a date (RFC 9110, section 10.2.3), in milliseconds from now. */
const retryAfter = (text: string | null | undefined): number => {
  if (!text) return 0;
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return wait > 0 ? wait : 0;
};

const sleep = (milliseconds: number, signal: AbortSignal | null | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
