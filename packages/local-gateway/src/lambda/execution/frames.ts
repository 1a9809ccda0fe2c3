/**
 * How messages cross the pipe between the gateway and a runtime: a frame for each, which is two lengths (32 bits,
 * big-endian), the message as JSON, and what it carries as it is, so that payloads are neither escaped nor copied
 * more than once.
 */

/** A message, and the text or bytes that it carries. */
export interface Frame {
  readonly head: object;
  readonly body: Uint8Array;
}

const lengthsBytes = 8;
/** Far more than any message needs: the payload limits are Lambda's 6 MB. */
const maximumBytes = 512 * 1024 * 1024;

export function writeFrame(head: object, body: string | Uint8Array): Uint8Array {
  const text = JSON.stringify(head);
  const headBytes = Buffer.byteLength(text);
  const bodyBytes = Buffer.byteLength(body);
  const frame = Buffer.allocUnsafe(lengthsBytes + headBytes + bodyBytes);
  frame.writeUInt32BE(headBytes, 0);
  frame.writeUInt32BE(bodyBytes, 4);
  frame.write(text, lengthsBytes);
  if (typeof body === "string") frame.write(body, lengthsBytes + headBytes);
  else frame.set(body, lengthsBytes + headBytes);
  return frame;
}

/** What the other side sent is no frame. */
export class FrameError extends Error {
  override readonly name = "FrameError";
  readonly code = "FrameError";
}

/**
 * Makes the function that takes the pipe's bytes as they come and hands on each frame when it is whole.
 *
 * @throws FrameError from that function, which must not be called again after it
 */
export function readFrames(deliver: (frame: Frame) => void): (bytes: Buffer) => void {
  let chunks: Buffer[] = [];
  let length = 0;
  let wanted = lengthsBytes;
  return (bytes) => {
    chunks.push(bytes);
    length += bytes.byteLength;
    // Joined only when a frame is whole, so that a large one is copied once.
    while (length >= wanted) {
      const [only] = chunks;
      const all = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
      const headBytes = all.readUInt32BE(0);
      const end = lengthsBytes + headBytes + all.readUInt32BE(4);
      if (end > maximumBytes) throw new FrameError(`a frame of ${end} bytes is announced`);
      const isWhole = all.byteLength >= end;
      const rest = isWhole ? all.subarray(end) : all;
      chunks = rest.byteLength === 0 ? [] : [rest];
      length = rest.byteLength;
      wanted = isWhole ? lengthsBytes : end;
      if (isWhole) deliver(frameOf(all, headBytes, end));
    }
  };
}

function frameOf(bytes: Buffer, headBytes: number, end: number): Frame {
  const bodyStart = lengthsBytes + headBytes;
  return {
    head: headOf(bytes.toString("utf8", lengthsBytes, bodyStart)),
    body: bytes.subarray(bodyStart, end),
  };
}

function headOf(text: string): object {
  try {
    const head: unknown = JSON.parse(text);
    if (typeof head === "object" && head !== null) return head;
  } catch (cause) {
    throw new FrameError("the head of a frame is not JSON", { cause });
  }
  throw new FrameError("the head of a frame is not an object");
}
