import { bodyKind, readAnswer } from "./answer.ts";
import { ApiError, clientError } from "./error.ts";
import type { CallOptions, ClientOptions, Result } from "./options.ts";
import { buildRequest } from "./request.ts";
import type { RouteEntry, Routes } from "./routes.ts";

/**
 * Makes a client from its table of routes; a generated file is the caller. For each entry the client has a
 * function that returns what the route answers or throws an `ApiError`, and on it `safe`, which returns either.
 * Each call sends one request, unless `options.fetch` repeats some.
 *
 * @throws ApiError `InvalidUrl` when `options.url` is not the URL of a stage.
 */
export function createClient<Client>(options: ClientOptions, routes: Routes<Client>): Client {
  if (!/^https?:\/\/[^\s?#]+$/.test(options.url)) {
    const detail = `Give the URL of a stage, http(s)://host/stage, not ${options.url}`;
    throw new ApiError("createClient", "InvalidUrl", detail, { status: undefined, details: undefined });
  }
  const functions = Object.entries<RouteEntry>(routes).map(([key, entry]) => {
    const safe = (input?: Input, call?: CallOptions) => send(options, key, entry, input ?? {}, call ?? {});
    const orThrow = async (input?: Input, call?: CallOptions) => {
      const result = await safe(input, call);
      if (result.ok) return result.value;
      throw result.error;
    };
    return [key, Object.assign(orThrow, { safe })];
  });
  // The generator wrote the interface and the table from one description.
  return Object.fromEntries(functions) as Client;
}

type Input = Readonly<Record<string, unknown>>;

const send = async (
  options: ClientOptions,
  route: string,
  entry: RouteEntry,
  input: Input,
  call: CallOptions,
): Promise<Result<unknown, ApiError>> => {
  let response: Response | undefined;
  const { signal, clear } = stopSignal(call.signal, call.timeout ?? options.timeout ?? 30_000);
  try {
    const request = buildRequest(route, entry, options, input, call);
    const again = await entry.sign?.(route, request, options);
    const { method, headers, body } = request;
    const url = request.url.href;
    let received: string | Uint8Array | undefined;
    let pieces: AsyncIterable<unknown> | undefined;
    try {
      // A redirect would carry the signature's headers to wherever it points.
      const exchange = () =>
        (options.fetch ?? fetch)(url, { method, headers, body, redirect: "manual", signal });
      response = await exchange();
      if (again?.(response)) {
        await response.body?.cancel();
        await entry.sign?.(route, request, options);
        response = await exchange();
      }
      const kind = bodyKind(entry, response.status);
      if (kind === "stream") pieces = entry.read?.(response, (cause) => unanswered(route, signal, cause));
      else received = kind === "bytes" ? new Uint8Array(await response.arrayBuffer()) : await response.text();
    } catch (cause) {
      throw cause instanceof ApiError ? cause : unanswered(route, signal, cause);
    }
    options.observe?.({ route, method, url, status: response.status, body: received });
    return { ok: true, value: readAnswer(route, entry, response, pieces ?? received), response };
  } catch (error) {
    if (error instanceof ApiError) return { ok: false, error, response };
    throw error;
  } finally {
    clear();
  }
};

/** Fires when time is up, unless it is cleared before: a stream may take longer than its beginning. */
const stopSignal = (signal: AbortSignal | undefined, timeout: number) => {
  const stop = new AbortController();
  const late = () => stop.abort(new DOMException("No answer in time.", "TimeoutError"));
  const timer = timeout < Infinity ? setTimeout(late, timeout) : undefined;
  return {
    signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal,
    clear: () => clearTimeout(timer),
  };
};

const unanswered = (route: string, signal: AbortSignal, cause: unknown): ApiError => {
  if (!signal.aborted)
    return clientError(route, "NetworkError", "No answer: is the URL right and reachable?", cause);
  return signal.reason?.name === "TimeoutError"
    ? clientError(route, "Timeout", "No answer in time.", cause)
    : clientError(route, "Aborted", "The caller ended the call.", cause);
};
