import { ApiError, type ServerSentEvent } from "@gatewright/client";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { createShop } from "./shop.client.ts";
import { serve } from "./support/server.ts";

const url = "http://127.0.0.1:9/prod";

/** An answer whose body comes in these pieces. */
const answering = (pieces: Iterable<Uint8Array>, status = 200) => {
  const body = new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  return async () => new Response(body, { status });
};

const eventsOf = async (pieces: Iterable<Uint8Array>) => {
  const found: ServerSentEvent[] = [];
  for await (const event of await createShop({ url, fetch: answering(pieces) }).ticks()) found.push(event);
  return found;
};

test.each<[string, string, readonly Partial<ServerSentEvent>[]]>([
  ["one event", "data: 1\n\n", [{ event: "message", data: "1", id: "" }]],
  ["a name and an id", "event: tick\nid: 7\ndata: 1\n\n", [{ event: "tick", data: "1", id: "7" }]],
  ["several lines of data", "data: a\ndata:b\ndata\n\n", [{ data: "a\nb\n" }]],
  ["one space less", "data:  two spaces\n\n", [{ data: " two spaces" }]],
  ["a colon in the data", "data: a: b\n\n", [{ data: "a: b" }]],
  ["comments and unknown fields", ": ping\n\nretry: 3\nx: y\ndata: 1\n\n", [{ data: "1" }]],
  [
    "every kind of line end",
    "data: a\r\n\r\ndata: b\r\rdata: c\n\n",
    [{ data: "a" }, { data: "b" }, { data: "c" }],
  ],
  [
    "an id that stays, a name that does not",
    "id: 1\nevent: x\ndata: a\n\ndata: b\n\n",
    [
      { event: "x", id: "1" },
      { event: "message", id: "1" },
    ],
  ],
  ["an id with a null in it, which is no id", "id: 1\0\ndata: a\n\n", [{ id: "" }]],
  ["a name without data, which is no event", "event: x\n\ndata: a\n\n", [{ event: "message", data: "a" }]],
  ["a byte order mark", "\ufeffdata: a\n\n", [{ data: "a" }]],
  ["an end in the midst of an event", "data: a\n\ndata: b\n", [{ data: "a" }]],
  ["nothing", "", []],
])("server-sent events: %s", async (_, text, expected) => {
  const found = await eventsOf([new TextEncoder().encode(text)]);
  expect(found).toHaveLength(expected.length);
  expect(found).toMatchObject(expected);
});

test("events are the same wherever the pieces end", async () => {
  const text = new TextEncoder().encode(
    'event: é\r\ndata: {"a":"😀"}\r\nid: 1\r\n\r\ndata: x\n\ndata: y\r\n\r\n',
  );
  const whole = await eventsOf([text]);
  expect(whole).toHaveLength(3);
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: text.length - 1 })), async (cuts) => {
      const ends = [...cuts.sort((one, other) => one - other), text.length];
      expect(await eventsOf(ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end)))).toEqual(whole);
    }),
  );
});

test("bytes come piece by piece, before the answer has ended", async () => {
  const { promise: wanted, resolve: want } = Promise.withResolvers<void>();
  await using server = await serve(async (_, response) => {
    response.writeHead(200, { "x-rows": "2" }).write("one");
    // The second piece is sent when the first one has been read.
    await wanted;
    response.end("two");
  });
  const answer = await createShop({ url: server.url }).dump();
  if (answer.status !== 200) throw new Error("There is no dump.");
  expect(answer.headers).toEqual({ "x-rows": 2 });
  const texts: string[] = [];
  for await (const piece of answer.body) {
    texts.push(new TextDecoder().decode(piece));
    want();
  }
  expect(texts).toEqual(["one", "two"]);
});

test("a stream may last longer than a call, and may not begin later", async () => {
  vi.useFakeTimers();
  try {
    const encoder = new TextEncoder();
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const timely = createShop({ url, fetch: async () => new Response(readable), timeout: 100 });
    const events = (await timely.ticks())[Symbol.asyncIterator]();
    for (const data of ["1", "2"]) {
      const next = events.next();
      await vi.advanceTimersByTimeAsync(1000);
      await writer.write(encoder.encode(`data: ${data}\n\n`));
      expect(await next).toMatchObject({ value: { data } });
    }

    const late = createShop({
      url,
      fetch: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener("abort", () => reject(signal.reason));
        }),
      timeout: 100,
    });
    const result = late.ticks.safe();
    await vi.advanceTimersByTimeAsync(100);
    expect(await result).toMatchObject({ error: { code: "Timeout" } });
  } finally {
    vi.useRealTimers();
  }
});

test("who stops reading ends the request", async () => {
  const { promise: closed, resolve: close } = Promise.withResolvers<void>();
  await using server = await serve((_, response) => {
    response.on("close", close);
    response.writeHead(200).write("data: 1\n\n");
  });
  for await (const event of await createShop({ url: server.url }).ticks()) {
    expect(event.data).toBe("1");
    break;
  }
  await closed;
});

test.each(["Aborted", "NetworkError"])(
  "a stream that is cut off throws %s where it is read",
  async (code) => {
    const controller = new AbortController();
    await using server = await serve((request, response) => {
      response.writeHead(200).write("data: 1\n\n");
      if (code === "NetworkError") setTimeout(() => request.socket.destroy(), 20);
    });
    const events = await createShop({ url: server.url }).ticks({}, { signal: controller.signal });
    const read = async () => {
      for await (const { data } of events) if (data === "1" && code === "Aborted") controller.abort();
    };
    const error = await read().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code });
  },
);

test("an error instead of a stream is an error", async () => {
  const gone = JSON.stringify({ status: 410, code: "Gone", title: "Gone", detail: "It has started." });
  const shop = createShop({ url, fetch: answering([new TextEncoder().encode(gone)], 410) });
  expect(await shop.ticks.safe()).toMatchObject({
    ok: false,
    error: { code: "Gone", detail: "It has started." },
  });
});

test("`observe` sees that a stream has begun, and not what is in it", async () => {
  const seen: unknown[] = [];
  const shop = createShop({
    url,
    fetch: answering([new TextEncoder().encode("data: 1\n\n")]),
    observe: ({ status, body }) => seen.push([status, body]),
  });
  for await (const { data } of await shop.ticks()) expect(data).toBe("1");
  expect(seen).toEqual([[200, undefined]]);
});
