import type { RequestRecord } from "../data-plane/index.ts";
import { boxOf } from "../data-plane/request-record.ts";

/** The last requests, as many as there is room for. */
export interface RequestRing {
  add(record: RequestRecord): void;
  /** Newest first. */
  list(): readonly RequestRecord[];
  /** The newest of an id: a caller may give several requests the same. */
  find(requestId: string): RequestRecord | undefined;
}

export interface RingOptions {
  readonly maximumRecords?: number;
  /** Bytes of bodies, events and answers, about. */
  readonly maximumBytes?: number;
  /** How many records are kept of requests that come all at once. */
  readonly burst?: number;
  /** How many records a second are kept when they keep coming. */
  readonly perSecond?: number;
}

/**
 * Keeps the last requests until newer ones need the room; the newest is always kept. What outlives its request is what
 * garbage collection costs (and a young generation that has grown costs every request), so under load a newer record
 * takes the place of the newest, and not of the oldest: nobody could read all of them anyway.
 */
export function createRequestRing(options: RingOptions = {}): RequestRing {
  const { maximumRecords = 500, maximumBytes = 32 * 1024 * 1024 } = options;
  const { burst = 50, perSecond = 50 } = options;
  const slots: (RequestRecord | undefined)[] = new Array(maximumRecords).fill(undefined);
  let next = 0;
  let count = 0;
  let bytes = 0;
  let room = burst;
  let filledAt = 0;
  const at = (age: number) => (next - age + maximumRecords) % maximumRecords;
  const empty = (place: number) => {
    const record = slots[place];
    slots[place] = undefined;
    count -= 1;
    if (record !== undefined) bytes -= sizeOf(record);
  };
  const dropNewest = () => {
    next = at(1);
    empty(next);
  };
  const dropOldest = () => empty(at(count));
  const hasRoom = (now: number) => {
    if (now > filledAt) {
      room = Math.min(burst, room + ((now - filledAt) * perSecond) / 1000);
      filledAt = now;
    }
    if (room < 1) return false;
    room -= 1;
    return true;
  };
  const list = () => Array.from({ length: count }, (_, index) => slots[at(index + 1)]).flatMap(present);
  return {
    add: (record) => {
      if (!hasRoom(record.startedAt)) dropNewest();
      else if (count === maximumRecords) dropOldest();
      slots[next] = record;
      next = (next + 1) % maximumRecords;
      count += 1;
      bytes += sizeOf(record);
      while (bytes > maximumBytes && count > 1) dropOldest();
    },
    list,
    find: (requestId) => list().find((record) => record.requestId === requestId),
  };
}

/** What a record holds besides its bodies. */
const overhead = 8 * 1024;

/** Of what does not change any more: an answer that comes after its request's timeout is not counted. */
function sizeOf({ request, response, boxes }: RequestRecord): number {
  const asked = boxOf(boxes, "integration")?.input.request;
  const sent =
    asked !== undefined && "call" in asked && "payload" in asked.call ? asked.call.payload.length : 0;
  return overhead + request.body.byteLength + response.body.byteLength + sent;
}

function present<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}
