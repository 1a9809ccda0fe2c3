/** An event without what its place says of it. */
export interface PackedEvent {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Milliseconds since 1970. */
  readonly ingested: number;
  readonly sequence: number;
  readonly text: string;
}

/**
 * Events as bytes. Each invocation writes three of them at least, which live for long: as objects, moving them about
 * would cost the garbage collector more than the invocation's own work.
 */
export interface PackedEvents {
  /** Keeps an event and gives its address. Later events have greater addresses. */
  add(event: PackedEvent): number;
  read(address: number): PackedEvent;
  /** The length of an event's text in bytes. */
  textBytes(address: number): number;
  /** Forgets the events before an address, all of them or but a few. */
  forgetBefore(address: number): void;
  /** The bytes from an address to the end, about: those of events that nobody wants any more too. */
  bytesFrom(address: number): number;
}

const blockBytes = 256 * 1024;
/** An address is the number of a block times this, and the place in the block. */
const blockSpan = 2 ** 32;

/** Time, time of ingestion and sequence as float64, then the length of the text in bytes as uint32, and the text. */
const headBytes = 28;

export function createPackedEvents(): PackedEvents {
  let blocks: Buffer[] = [];
  /** The number of the first block that is still there. */
  let first = 0;
  let used = 0;
  const blockOf = (address: number): Buffer => {
    const block = blocks[Math.floor(address / blockSpan) - first];
    if (block === undefined) throw new RangeError(`no event is kept at ${address}`);
    return block;
  };
  return {
    add: ({ time, ingested, sequence, text }) => {
      const textBytes = Buffer.byteLength(text);
      const needed = headBytes + textBytes;
      let block = blocks.at(-1);
      if (block === undefined || used + needed > block.byteLength) {
        block = Buffer.allocUnsafeSlow(Math.max(blockBytes, needed));
        blocks.push(block);
        used = 0;
      }
      const at = used;
      block.writeDoubleLE(time, at);
      block.writeDoubleLE(ingested, at + 8);
      block.writeDoubleLE(sequence, at + 16);
      block.writeUInt32LE(textBytes, at + 24);
      block.write(text, at + headBytes);
      used += needed;
      return (first + blocks.length - 1) * blockSpan + at;
    },
    textBytes: (address) => blockOf(address).readUInt32LE((address % blockSpan) + 24),
    read: (address) => {
      const at = address % blockSpan;
      const block = blockOf(address);
      const textAt = at + headBytes;
      return {
        time: block.readDoubleLE(at),
        ingested: block.readDoubleLE(at + 8),
        sequence: block.readDoubleLE(at + 16),
        text: block.toString("utf8", textAt, textAt + block.readUInt32LE(at + 24)),
      };
    },
    bytesFrom: (address) => (first + blocks.length - 1 - Math.floor(address / blockSpan)) * blockBytes + used,
    forgetBefore: (address) => {
      const gone = Math.floor(address / blockSpan) - first;
      if (gone <= 0) return;
      blocks = blocks.slice(gone);
      first += gone;
    },
  };
}
