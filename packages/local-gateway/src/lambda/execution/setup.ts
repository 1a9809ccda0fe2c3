import type { FunctionRecord } from "../function-record.ts";

const setups = new WeakMap<FunctionRecord, string>();

/**
 * All that an environment was started with: it serves no invocation of a function that differs in it. By the date each
 * change of a function counts, and another function of its name.
 */
export function setupOf(record: FunctionRecord): string {
  const known = setups.get(record);
  if (known !== undefined) return known;
  const { codeSha256, runtime, handler, role, timeout, memorySize, environment, lastModified } = record;
  const setup = JSON.stringify([
    ...[codeSha256, runtime, handler, role, timeout, memorySize, lastModified],
    environment,
  ]);
  setups.set(record, setup);
  return setup;
}
