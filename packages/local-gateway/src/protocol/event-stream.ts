import type { NormalizedSchema } from "@smithy/core/schema";
import { structureWriter } from "./write-json.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Prints events as messages of `application/vnd.amazon.eventstream`, each under the name of its member of the union:
 * a member that is the event's payload as the body itself, all others as JSON.
 */
export async function* encodeEvents(
  union: NormalizedSchema,
  events: AsyncIterable<object>,
): AsyncGenerator<Uint8Array> {
  // Few answers need it, and it takes a while to load.
  const { EventStreamCodec } = await import("@smithy/core/event-streams");
  const codec = new EventStreamCodec(
    (bytes) => (typeof bytes === "string" ? bytes : decoder.decode(bytes)),
    (text) => encoder.encode(text),
  );
  const schemas = new Map(union.structIterator());
  for await (const event of events) {
    for (const [name, value] of Object.entries(event)) {
      const schema = schemas.get(name);
      if (schema === undefined || typeof value !== "object" || value === null) continue;
      const { contentType, body } = contentOf(schema, value);
      yield codec.encode({
        headers: {
          ":message-type": { type: "string", value: "event" },
          ":event-type": { type: "string", value: name },
          ":content-type": { type: "string", value: contentType },
        },
        body,
      });
    }
  }
}

function contentOf(
  schema: NormalizedSchema,
  value: object,
): { readonly contentType: string; readonly body: Uint8Array } {
  for (const [name, member] of schema.structIterator()) {
    if (member.getMergedTraits().eventPayload === undefined) continue;
    const payload: unknown = Reflect.get(value, name);
    if (payload instanceof Uint8Array) return { contentType: "application/octet-stream", body: payload };
  }
  const json = JSON.stringify(structureWriter(schema)(value));
  return { contentType: "application/json", body: encoder.encode(json) };
}
