import type { RequestRecord } from "../data-plane/index.ts";

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
}

/** Keeps the last requests until newer ones need the room. The newest is kept whatever its size. */
export function createRequestRing(options: RingOptions = {}): RequestRing {
  const { maximumRecords = 500, maximumBytes = 32 * 1024 * 1024 } = options;
  const slots: (RequestRecord | undefined)[] = new Array(maximumRecords).fill(undefined);
  let next = 0;
  let count = 0;
  let bytes = 0;
  const at = (age: number) => (next - age + maximumRecords) % maximumRecords;
  const dropOldest = () => {
    const place = at(count);
    const oldest = slots[place];
    slots[place] = undefined;
    count -= 1;
    if (oldest !== undefined) bytes -= sizeOf(oldest);
  };
  const list = () => Array.from({ length: count }, (_, index) => slots[at(index + 1)]).flatMap(present);
  return {
    add: (record) => {
      if (count === maximumRecords) dropOldest();
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
  const asked = boxes.find(({ box }) => box === "integration")?.input;
  const sent =
    asked !== undefined && "call" in asked && "payload" in asked.call ? asked.call.payload.length : 0;
  return overhead + request.body.byteLength + response.body.byteLength + sent;
}

function present<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}
