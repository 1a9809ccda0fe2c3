/**
 * How messages cross the pipe between the gateway and a runtime: a frame for each. Its head has fixed places for what
 * messages consist of, so that neither side parses or prints one; the texts follow as UTF-8, all in one piece, which
 * is encoded and decoded at once; bytes come last, as they are.
 *
 *      0  uint32  length of the texts in bytes
 *      4  uint32  length of the bytes after them
 *      8  uint8   kind
 *      9  uint8   flags
 *     12  uint32  length of each text but the last in UTF-16 units, four times
 *     28  float64 first number
 *     36  float64 second number
 */

/** What a frame holds. What a message does not need is zero or empty. */
export interface Frame {
  /** Which message it is, from 0 to 255. */
  readonly kind: number;
  /** Eight of them, the first in the lowest bit. */
  readonly flags: number;
  readonly first: number;
  readonly second: number;
  /** At most five. A frame that was read has five always. */
  readonly texts: readonly string[];
  readonly bytes: Uint8Array;
}

const headBytes = 44;
const lengthsAt = 12;
const textCount = 5;
/** Far more than any message needs: the payload limits are Lambda's 6 MB. */
const maximumBytes = 512 * 1024 * 1024;

export const noBytes: Uint8Array = Buffer.alloc(0);

export function writeFrame({ kind, flags, first, second, texts, bytes }: Frame): Uint8Array {
  let text = "";
  for (const one of texts) text += one;
  const textBytes = Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(headBytes + textBytes + bytes.byteLength);
  frame.writeUInt32BE(textBytes, 0);
  frame.writeUInt32BE(bytes.byteLength, 4);
  frame.writeUInt8(kind, 8);
  frame.writeUInt8(flags, 9);
  frame.writeUInt16BE(0, 10);
  for (let index = 0; index < textCount - 1; index += 1) {
    frame.writeUInt32BE(texts[index]?.length ?? 0, lengthsAt + 4 * index);
  }
  frame.writeDoubleBE(first, 28);
  frame.writeDoubleBE(second, 36);
  frame.write(text, headBytes);
  if (bytes.byteLength > 0) frame.set(bytes, headBytes + textBytes);
  return frame;
}

/** What the other side sent is no frame. */
export class FrameError extends Error {
  override readonly name = "FrameError";
  readonly code = "FrameError";
}

/**
 * Makes the function that takes the pipe's bytes as they come and hands on each frame when it is whole. The bytes of a
 * frame are those of the pipe: they have to be copied if they are kept.
 *
 * @throws FrameError from that function, which must not be called again after it
 */
export function readFrames(deliver: (frame: Frame) => void): (bytes: Buffer) => void {
  let chunks: Buffer[] = [];
  let length = 0;
  let wanted = headBytes;
  return (bytes) => {
    let all = bytes;
    if (length > 0) {
      chunks.push(bytes);
      length += bytes.byteLength;
      if (length < wanted) return;
      // Joined only when a frame is whole, so that a large one is copied once.
      all = Buffer.concat(chunks, length);
      chunks = [];
      length = 0;
    }
    let start = 0;
    wanted = headBytes;
    while (all.byteLength - start >= headBytes) {
      const whole = headBytes + all.readUInt32BE(start) + all.readUInt32BE(start + 4);
      if (whole > maximumBytes) throw new FrameError(`a frame of ${whole} bytes is announced`);
      if (all.byteLength - start < whole) {
        wanted = whole;
        break;
      }
      deliver(frameAt(all, start));
      start += whole;
    }
    if (start === all.byteLength) return;
    chunks = [all.subarray(start)];
    length = all.byteLength - start;
  };
}

function frameAt(all: Buffer, start: number): Frame {
  const textsAt = start + headBytes;
  const textBytes = all.readUInt32BE(start);
  const bytesAt = textsAt + textBytes;
  const bytesLength = all.readUInt32BE(start + 4);
  const text = all.toString("utf8", textsAt, bytesAt);
  const texts: string[] = [];
  let from = 0;
  for (let index = 0; index < textCount - 1; index += 1) {
    const to = from + all.readUInt32BE(start + lengthsAt + 4 * index);
    texts.push(text.slice(from, to));
    from = to;
  }
  if (from > text.length) throw new FrameError("the texts of a frame are longer than it is");
  texts.push(text.slice(from));
  return {
    kind: all.readUInt8(start + 8),
    flags: all.readUInt8(start + 9),
    first: all.readDoubleBE(start + 28),
    second: all.readDoubleBE(start + 36),
    texts,
    bytes: bytesLength === 0 ? noBytes : all.subarray(bytesAt, bytesAt + bytesLength),
  };
}
