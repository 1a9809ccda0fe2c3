import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { InvokeWithResponseStreamCommand } from "@aws-sdk/client-lambda";
import { describe, expect, it } from "vitest";
import { limited, streamOf } from "../../src/data-plane/integration/stream-limit.ts";
import { transferOf } from "../../src/data-plane/integration-request/transfer.ts";
import { paceOf, unpaced } from "../../src/paced-stream.ts";
import { stage } from "../fixtures/data-plane.ts";
import { deployApi, functionIntegration } from "../fixtures/deployed-api.ts";
import { useEndpoint } from "../fixtures/http-endpoint.ts";
import { there, useGateway } from "../fixtures/running-gateway.ts";

/** A clock that moves when somebody waits for it. */
function movedClock(start = 0) {
  let now = start;
  return {
    clock: () => now,
    after: (milliseconds: number, then: () => void) => {
      now += milliseconds;
      queueMicrotask(then);
      return () => undefined;
    },
    move: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

async function* chunks(...sizes: readonly number[]) {
  for (const size of sizes) yield new Uint8Array(size).fill(size % 251);
}

describe("the pace of a stream", () => {
  const bandwidth = { uncapped: 1000, bytesPerSecond: 3200 };

  it.each<[what: string, sizes: readonly number[], milliseconds: number]>([
    ["takes no time for what is uncapped", [400, 600], 0],
    ["counts from the first byte after it", [900, 100, 100], 0],
    ["takes a second for a second's bytes", [1000, 3200, 100], 1000],
    ["is the same however the bytes come", [1000, 1, 3199, 100], 1000],
    ["cuts a chunk that is partly uncapped", [1600, 3200], 1156.25],
  ])("%s", async (_, sizes, milliseconds) => {
    const { clock, after } = movedClock();
    let length = 0;
    for await (const chunk of paceOf(bandwidth, clock, after)(chunks(...sizes))) length += chunk.byteLength;
    expect(length).toBe(sizes.reduce((sum, size) => sum + size, 0));
    expect(clock()).toBeLessThanOrEqual(milliseconds);
    expect(clock()).toBeGreaterThanOrEqual(milliseconds - 32);
  });

  it("does not hold up a stream that is slower by itself", async () => {
    const { clock, after, move } = movedClock();
    const paced = paceOf(bandwidth, clock, after)(chunks(1000, 100, 100, 100));
    let waited = 0;
    for await (const _ of paced) {
      const before = clock();
      move(1000);
      waited += clock() - before - 1000;
    }
    expect(waited).toBe(0);
    expect(clock()).toBe(4000);
  });

  it("keeps the bytes", async () => {
    const { clock, after } = movedClock();
    const whole = async (source: AsyncIterable<Uint8Array>) => {
      const all: Uint8Array[] = [];
      for await (const chunk of source) all.push(chunk);
      return Buffer.concat(all);
    };
    const sizes = [999, 7, 5000, 0, 1] as const;
    expect(await whole(paceOf(bandwidth, clock, after)(chunks(...sizes)))).toEqual(
      await whole(unpaced(chunks(...sizes))),
    );
  });
});

describe("the limits of a stream", () => {
  it.each([
    ["EDGE", 30_000],
    ["REGIONAL", 300_000],
    ["PRIVATE", 300_000],
  ] as const)("%s: it may be silent for %i ms", (type, milliseconds) => {
    const deployed = stage();
    const api = { ...deployed.api, endpointConfiguration: { types: [type] } };
    const streamed = { mode: "STREAM", maximumIdle: milliseconds };
    expect(transferOf({ responseTransferMode: "STREAM" }, { ...deployed, api })).toEqual(streamed);
    expect(transferOf({}, { ...deployed, api })).toEqual({ mode: "BUFFERED" });
  });

  it.each([
    ["is silent for too long", 300, "the stream was silent for 300 ms"],
    ["takes too long as a whole", 900, "the stream has not ended within 900 ms"],
  ])("ends one that %s", async (_, milliseconds, message) => {
    const timers = new Map<number, () => void>();
    const after = (wait: number, then: () => void) => {
      timers.set(wait, then);
      return () => undefined;
    };
    const source = new Readable({ read: () => undefined });
    const stream = streamOf(limited(source, { whole: 900, idle: 300 }, after), source);
    const failed = new Promise<Error>((resolve) => stream.once("error", resolve));
    stream.read();
    await Promise.resolve();
    there(timers.get(milliseconds))();
    expect((await failed).message).toBe(message);
    expect(source.destroyed).toBe(true);
  });
});

describe.each([true, false])("a gateway with limitsStreams %s", (limitsStreams) => {
  const gateway = useGateway({ limitsStreams });
  const megabyte = 1024 * 1024;
  const body = Buffer.alloc(10 * megabyte + megabyte / 4, "0123456789abcdef~");
  const endpoint = useEndpoint((_, response) => response.end(body));
  const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

  it("streams more than 10 MB of an endpoint, whole", async () => {
    const integration = {
      type: "HTTP_PROXY",
      integrationHttpMethod: "GET",
      uri: endpoint.url,
      responseTransferMode: "STREAM",
    } as const;
    const base = await deployApi(gateway.apiGateway, { methods: [{ path: "/", integration }] });
    const answer = await fetch(`${gateway.url}${base}/`);
    expect(digest(new Uint8Array(await answer.arrayBuffer()))).toBe(digest(body));
  });

  it("streams more than 6 MB of a function, through an API and by Lambda itself", async () => {
    const code = `exports.handler = awslambda.streamifyResponse(async (event, stream) => {
      stream = awslambda.HttpResponseStream.from(stream, { statusCode: 200 });
      for (let part = 0; part < 25; part += 1) stream.write(Buffer.alloc(262144, part + 1));
      stream.end();
    });`;
    const integration = await functionIntegration(gateway.lambda, code, "AWS_PROXY", "STREAM");
    const base = await deployApi(gateway.apiGateway, { methods: [{ path: "/", integration }] });
    const expected = Buffer.concat(Array.from({ length: 25 }, (_, part) => Buffer.alloc(262_144, part + 1)));
    const answer = await fetch(`${gateway.url}${base}/`);
    expect(digest(new Uint8Array(await answer.arrayBuffer()))).toBe(digest(expected));
    const [, FunctionName = ""] = /function:([^/]+)/.exec(integration.uri) ?? [];
    const { EventStream } = await gateway.lambda.send(new InvokeWithResponseStreamCommand({ FunctionName }));
    const all: Uint8Array[] = [];
    for await (const event of there(EventStream)) all.push(event.PayloadChunk?.Payload ?? new Uint8Array());
    const streamed = Buffer.concat(all);
    expect(digest(streamed.subarray(-expected.byteLength))).toBe(digest(expected));
  });
});
