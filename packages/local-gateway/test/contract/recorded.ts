import { readdirSync, readFileSync } from "node:fs";
import type { AnswersByKey } from "./compare.ts";

/** What AWS answered to the calls of one scenario. */
export interface Recording {
  /** The day, in ISO 8601. */
  readonly recorded: string;
  /** The test of LocalStack that recorded it. */
  readonly from: string;
  readonly answers: AnswersByKey;
}

/** The recordings by kind of resource, the name of the file, and by scenario. */
export function readRecordings(): ReadonlyMap<string, ReadonlyMap<string, Recording>> {
  const folder = new URL("recorded/", import.meta.url);
  return new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith(".json"))
      .map((file) => {
        const recordings: Record<string, Recording> = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
        return [file.slice(0, -".json".length), new Map(Object.entries(recordings))];
      }),
  );
}
