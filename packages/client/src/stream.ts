import type { ApiError } from "./error.ts";

/** Reads the body of an answer piece by piece. `failed` makes the error that is thrown when it is cut off. */
export type ReadStream<Piece> = (
  response: Response,
  failed: (cause: unknown) => ApiError,
) => AsyncIterable<Piece>;

/** The bytes of a stream, as they come. Who stops reading ends the request. */
export const chunks: ReadStream<Uint8Array> = async function* ({ body }, failed) {
  // Not every browser can iterate over the body itself.
  const reader = body?.getReader();
  try {
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) yield next.value;
  } catch (cause) {
    throw failed(cause);
  } finally {
    await reader?.cancel().catch(() => {});
  }
};

/** One server-sent event. */
export interface ServerSentEvent {
  /** `message` unless the server says otherwise. */
  readonly event: string;
  /** Several lines of data are one text with line ends. */
  readonly data: string;
  /** The last id that the server has said, of this event or of one before it; empty when it has said none. */
  readonly id: string;
}

/** The events of a `text/event-stream`. HTML, section 9.2.6, "Interpreting an event stream"; `retry` is left out. */
export const events: ReadStream<ServerSentEvent> = async function* (response, failed) {
  const decoder = new TextDecoder();
  let text = "";
  let id = "";
  let event = "";
  let data: string[] = [];
  for await (const chunk of chunks(response, failed)) {
    text += decoder.decode(chunk, { stream: true });
    for (;;) {
      // A CR at the very end may be the first half of a CR LF.
      const [end, line = ""] = /^(.*?)(?:\r\n|\n|\r(?!$))/s.exec(text) ?? [];
      if (end === undefined) break;
      text = text.slice(end.length);
      if (line === "") {
        if (data.length > 0) yield { event: event || "message", data: data.join("\n"), id };
        event = "";
        data = [];
      } else {
        const [, field, value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
        if (field === "data") data.push(value);
        else if (field === "event") event = value;
        else if (field === "id" && !value.includes("\0")) id = value;
      }
    }
  }
};
