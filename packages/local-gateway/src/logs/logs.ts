import type { Clock } from "../effects.ts";
import { createPackedEvents } from "./packed-events.ts";

/** A line of a log before it is kept. */
export interface LogEntry {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly text: string;
}

/** Where lines go: a log stream of a log group; both are made when they are not there. */
export interface LogPlace {
  readonly region: string;
  readonly group: string;
  readonly stream: string;
}

/** What other parts of the gateway need of CloudWatch Logs: functions' logs, access logs, execution logs. */
export interface Logs {
  /**
   * Never fails and never waits.
   *
   * @param lineEnd what each text is to end with; nothing by default.
   */
  write(place: LogPlace, entries: readonly LogEntry[], lineEnd?: string): void;
}

/** An event as it is kept. */
export interface LogEvent extends LogEntry {
  /** Counts all events, so that it orders them and stands for their ids. */
  readonly sequence: number;
  /** Milliseconds since 1970. */
  readonly ingested: number;
  readonly stream: string;
}

export interface LogStream {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** In the order in which they came. */
  readonly events: readonly LogEvent[];
}

/** The streams and events of all groups, in memory. */
export interface LogStreams extends Logs {
  list(region: string, group: string): readonly LogStream[];
  find(region: string, group: string, stream: string): LogStream | undefined;
  /** Does nothing when it is there. */
  create(place: LogPlace): void;
  remove(place: LogPlace): void;
  removeAll(region: string, group: string): void;
}

export interface LogStreamsOptions {
  readonly clock: Clock;
  /** Told of each group that is written to, before the first event is kept. */
  readonly onGroup: (region: string, group: string) => void;
  /** How much is kept of all logs, and up to a sixteenth more; what came first goes first. */
  readonly maximumBytes?: number;
  /** How many streams of a group are kept; what was made first goes first. */
  readonly maximumStreams?: number;
}

/** D, PutLogEvents: each event counts 26 bytes more than its text. */
const eventOverhead = 26;

/** What is packed is freed in blocks, so that a little more than what counts is always held. */
const minimumHeld = 1024 * 1024;

/** Keeps logs in memory, as much as there is room for. */
export function createLogStreams(options: LogStreamsOptions): LogStreams {
  const { clock, onGroup, maximumBytes = 8 * 1024 * 1024, maximumStreams = 1000 } = options;
  const groups = new Map<string, Map<string, Kept>>();
  const packed = createPackedEvents();
  /** The stream and the address of each event, in the order in which they came. */
  const order: Kept[] = [];
  const addresses: number[] = [];
  let bytes = 0;
  let sequence = 0;

  const sizeAt = (address: number) => packed.textBytes(address) + eventOverhead;
  const streamsOf = (region: string, group: string) => groups.get(keyOf(region, group));
  const create = ({ region, group, stream }: LogPlace): Kept => {
    const ofGroup = streamsOf(region, group);
    const existing = ofGroup?.get(stream);
    if (existing !== undefined) return existing;
    const streams = ofGroup ?? new Map<string, Kept>();
    groups.set(keyOf(region, group), streams);
    const kept: Kept = { name: stream, created: clock(), addresses: [] };
    streams.set(stream, kept);
    const [oldest] = streams.values();
    if (streams.size > maximumStreams && oldest !== undefined) drop(streams, oldest);
    return kept;
  };
  const drop = (streams: Map<string, Kept>, kept: Kept) => {
    streams.delete(kept.name);
    for (const address of kept.addresses.splice(0)) bytes -= sizeAt(address);
  };
  /** Whether events of streams that are gone take too much room between those that are there, from one of them on. */
  const isHoldingTooMuch = (index: number) => {
    const address = addresses[index];
    return address !== undefined && packed.bytesFrom(address) > 2 * (maximumBytes + minimumHeld);
  };
  const makeRoom = () => {
    // Many at once: taking the first out of a long list costs as much as taking a thousand.
    if (bytes <= maximumBytes + maximumBytes / 16 && !isHoldingTooMuch(0)) return;
    const dropped = new Map<Kept, number>();
    let count = 0;
    for (const kept of order) {
      if (bytes <= maximumBytes && !isHoldingTooMuch(count)) break;
      const index = dropped.get(kept) ?? 0;
      const address = kept.addresses[index];
      // Events of a stream that is gone are counted no more.
      if (address !== undefined) bytes -= sizeAt(address);
      dropped.set(kept, index + 1);
      count += 1;
    }
    for (const [kept, events] of dropped) kept.addresses.splice(0, events);
    // In their places: lists as long as these would be made anew every thousand invocations.
    order.splice(0, count);
    addresses.splice(0, count);
    const [oldest] = addresses;
    if (oldest !== undefined) packed.forgetBefore(oldest);
  };
  const read = ({ name, created, addresses }: Kept): LogStream => ({
    name,
    created,
    events: addresses.map((address) => ({ ...packed.read(address), stream: name })),
  });

  return {
    write: (place, entries, lineEnd = "") => {
      onGroup(place.region, place.group);
      const kept = create(place);
      const ingested = clock();
      for (const entry of entries) {
        sequence += 1;
        const address = packed.add({ time: entry.time, ingested, sequence, text: entry.text + lineEnd });
        kept.addresses.push(address);
        order.push(kept);
        addresses.push(address);
        bytes += sizeAt(address);
      }
      makeRoom();
    },
    list: (region, group) => Array.from(streamsOf(region, group)?.values() ?? [], read),
    find: (region, group, stream) => {
      const kept = streamsOf(region, group)?.get(stream);
      return kept && read(kept);
    },
    create,
    remove: ({ region, group, stream }) => {
      const streams = streamsOf(region, group);
      const kept = streams?.get(stream);
      if (streams !== undefined && kept !== undefined) drop(streams, kept);
    },
    removeAll: (region, group) => {
      const streams = streamsOf(region, group);
      for (const kept of streams?.values() ?? []) drop(streams ?? new Map(), kept);
      groups.delete(keyOf(region, group));
    },
  };
}

interface Kept {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** Of its events. */
  readonly addresses: number[];
}

export function sizeOf({ text }: LogEntry): number {
  return Buffer.byteLength(text) + eventOverhead;
}

function keyOf(region: string, group: string): string {
  return `${region} ${group}`;
}
