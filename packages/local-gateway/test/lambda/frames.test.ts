import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FrameError, readFrames, writeFrame } from "../../src/lambda/execution/frames.ts";
import { frameOf, fromRuntimeIn, toRuntimeIn } from "../../src/lambda/execution/messages.ts";

/** Cuts bytes where the numbers say. */
function pieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.byteLength + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((start, index) => bytes.subarray(start, places[index]));
}

const plain = { kind: 1, flags: 0, first: 0, second: 0, texts: [], bytes: new Uint8Array() };
/** A text as UTF-8 keeps it. */
const kept = (text: string) => Buffer.from(text).toString();

describe("frames", () => {
  it("are read as they were written, however the pipe cuts them", () => {
    const frame = fc.record({
      kind: fc.nat(255),
      flags: fc.nat(255),
      first: fc.double(),
      second: fc.double(),
      texts: fc.array(fc.string({ unit: "grapheme" }), { minLength: 5, maxLength: 5 }),
      bytes: fc.uint8Array(),
    });
    fc.assert(
      fc.property(fc.array(frame), fc.array(fc.nat()), (frames, cuts) => {
        const bytes = Buffer.concat(frames.map(writeFrame));
        const read: unknown[] = [];
        const take = readFrames((one) => read.push({ ...one, bytes: Uint8Array.from(one.bytes) }));
        for (const piece of pieces(bytes, cuts)) take(piece);
        expect(read).toEqual(frames.map((one) => ({ ...one, texts: one.texts.map(kept) })));
      }),
    );
  });

  it("tell texts that are not there from the last one", () => {
    readFrames(({ texts }) => expect(texts).toEqual(["a", "b", "", "", ""]))(
      Buffer.from(writeFrame({ ...plain, texts: ["a", "b"] })),
    );
  });

  it.each<[what: string, bytes: Uint8Array]>([
    ["lengths that no message has", Buffer.alloc(44, 0xff)],
    ["texts longer than themselves", writeFrame({ ...plain, texts: ["a"] }).with(15, 2)],
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

  it.each([
    { kind: 0 },
    { kind: 255 },
    { kind: 7, first: Number.NaN },
    { kind: 7, second: Number.POSITIVE_INFINITY },
  ])("%j is none", (head) => {
    readFrames((frame) => {
      expect([toRuntimeIn(frame), fromRuntimeIn(frame)]).toEqual([undefined, undefined]);
    })(Buffer.from(writeFrame({ ...plain, ...head })));
  });
});
