import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FrameError, readFrames, writeFrame } from "../src/lambda/execution/frames.ts";
import { frameOf, fromRuntimeIn, toRuntimeIn } from "../src/lambda/execution/messages.ts";

/** Cuts bytes where the numbers say. */
function pieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.byteLength + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((start, index) => bytes.subarray(start, places[index]));
}

describe("frames", () => {
  it("are read as they were written, however the pipe cuts them", () => {
    const message = fc.record({
      head: fc.record({ kind: fc.string() }),
      body: fc.string({ unit: "binary" }),
    });
    fc.assert(
      fc.property(fc.array(message), fc.array(fc.nat()), (messages, cuts) => {
        const bytes = Buffer.concat(messages.map(({ head, body }) => writeFrame(head, body)));
        const read: unknown[] = [];
        const take = readFrames(({ head, body }) => {
          read.push({ head, body: Buffer.from(body).toString("utf8") });
        });
        for (const piece of pieces(bytes, cuts)) take(piece);
        expect(read).toEqual(
          messages.map(({ head, body }) => ({ head, body: Buffer.from(body).toString() })),
        );
      }),
    );
  });

  it.each<[what: string, bytes: Uint8Array]>([
    ["lengths that no message has", Buffer.alloc(8, 0xff)],
    ["a head that is no JSON", Buffer.concat([Buffer.from([0, 0, 0, 2, 0, 0, 0, 0]), Buffer.from("{]")])],
    ["a head that is no object", writeFrame([], "").with(8, 0x31).with(9, 0x31)],
  ])("are refused with %s", (_, bytes) => {
    expect(() => readFrames(() => {})(Buffer.from(bytes))).toThrow(FrameError);
  });
});

describe("messages", () => {
  const read = (message: Parameters<typeof frameOf>[0]) => {
    const found: unknown[] = [];
    readFrames((frame) => found.push(toRuntimeIn(frame), fromRuntimeIn(frame)))(
      Buffer.from(frameOf(message)),
    );
    return found.filter((one) => one !== undefined);
  };

  it("arrive whole", () => {
    const invoke = {
      kind: "invoke",
      requestId: "r",
      event: '{"é":"\\u0000"}',
      deadline: 1,
      invokedFunctionArn: "arn",
      traceId: "Root=1",
    } as const;
    const answer = {
      kind: "answer",
      requestId: "r",
      failed: false,
      payload: '"é"',
      milliseconds: 0.5,
      memoryUsed: 50,
      last: false,
    } as const;
    expect(read(invoke)).toEqual([invoke]);
    expect(read(answer)).toEqual([answer]);
    expect(read({ kind: "chunk", requestId: "r", data: Buffer.from([0, 255]) })).toEqual([
      { kind: "chunk", requestId: "r", data: Buffer.from([0, 255]) },
    ]);
  });

  it.each([{ kind: "answer", requestId: "r" }, { kind: "constructor" }, { kind: 7 }, {}])(
    "%j is none",
    (head) => {
      readFrames((frame) => {
        expect([toRuntimeIn(frame), fromRuntimeIn(frame)]).toEqual([undefined, undefined]);
      })(Buffer.from(writeFrame(head, "")));
    },
  );
});
