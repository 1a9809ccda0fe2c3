import { randomBytes, randomInt, randomUUID } from "node:crypto";

/** Milliseconds since 1970. */
export type Clock = () => number;

/** Where identifiers come from. */
export interface Ids {
  /** As many lower-case letters and digits as asked for: the alphabet of API Gateway's identifiers. */
  short(length: number): string;
  uuid(): string;
  /** As many upper-case letters and digits as asked for: the alphabet of IAM's unique identifiers. */
  upper(length: number): string;
  bytes(length: number): Uint8Array;
}

/** A number from 0 up to 1 that nobody can foresee. */
export function randomShare(ids: Pick<Ids, "bytes">): number {
  return Buffer.from(ids.bytes(4)).readUInt32LE() / 2 ** 32;
}

/** Receives one line of the gateway's own log, without a line feed. */
export type Log = (line: string) => void;

export const systemClock: Clock = () => Date.now();

export const randomIds: Ids = {
  short: (length) => pick("abcdefghijklmnopqrstuvwxyz0123456789", length),
  uuid: () => randomUUID(),
  upper: (length) => pick("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", length),
  bytes: (length) => {
    if (length > poolBytes) return randomBytes(length);
    if (at + length > pool.byteLength) {
      pool = randomBytes(poolBytes);
      at = 0;
    }
    at += length;
    return pool.subarray(at - length, at);
  },
};

/** Bytes drawn at once: a request needs a few several times, and each drawing costs as much as a large one. */
const poolBytes = 8192;
let pool = randomBytes(0);
let at = 0;

function pick(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join("");
}
