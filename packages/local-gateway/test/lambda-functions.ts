import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { afterAll, afterEach, beforeAll } from "vitest";
import { systemClock } from "../src/effects.ts";
import {
  createFunctionRunner,
  type FunctionRunner,
  type FunctionRunnerOptions,
} from "../src/lambda/execution/index.ts";
import type { FunctionRecord } from "../src/lambda/function-record.ts";
import type { InvocationResult, StreamedResult } from "../src/lambda/invoke.ts";

export type Files = Record<string, string>;

/** Functions that run in processes of their own, without a gateway; all end with their test. */
export function useFunctions() {
  let workDirectory = "";
  const records = new Map<string, FunctionRecord>();
  const zips = new Map<string, Uint8Array>();
  const running: FunctionRunner[] = [];
  beforeAll(async () => {
    workDirectory = await mkdtemp(join(tmpdir(), "execution-"));
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((runner) => runner.close()));
  });
  afterAll(() => rm(workDirectory, { recursive: true, force: true }));

  function define(files: Files, change: Partial<FunctionRecord> = {}): FunctionRecord {
    const zip = zipSync(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])),
    );
    const functionName = change.functionName ?? `f-${randomUUID()}`;
    const codeSha256 = createHash("sha256").update(zip).digest("base64");
    const record: FunctionRecord = {
      functionName,
      functionArn: `arn:aws:lambda:us-east-1:123456789012:function:${functionName}`,
      region: "us-east-1",
      runtime: "nodejs22.x",
      handler: "index.handler",
      role: "arn:aws:iam::123456789012:role/r",
      description: "",
      timeout: 10,
      memorySize: 128,
      environment: {},
      codeSha256,
      codeSize: zip.byteLength,
      codeBlob: codeSha256,
      lastModified: "2026-01-01T00:00:00.000+0000",
      revisionId: randomUUID(),
      tags: {},
      policy: {},
      ...change,
    };
    zips.set(codeSha256, zip);
    records.set(record.functionArn, record);
    return record;
  }

  function runner(options: Partial<FunctionRunnerOptions> = {}): FunctionRunner {
    const created = createFunctionRunner({
      getFunction: (arn) => records.get(arn),
      readCode: async (blob) => zips.get(blob) ?? new Uint8Array(),
      workDirectory,
      endpoint: () => "http://127.0.0.1:4566",
      log: () => {},
      clock: systemClock,
      ...options,
    });
    running.push(created);
    return created;
  }

  function invocation({ functionArn }: FunctionRecord, event: unknown, requestId: string = randomUUID()) {
    return { functionArn, payload: JSON.stringify(event), requestId, traceId: "Root=1-2-3" };
  }

  const usual = () => running[0] ?? runner();

  return {
    define,
    runner,
    /** Where code is unpacked. */
    workDirectory: () => workDirectory,
    call: (
      record: FunctionRecord,
      event: unknown = {},
      requestId?: string,
      on: FunctionRunner = usual(),
    ): Promise<InvocationResult> => on.invoke(invocation(record, event, requestId)),
    stream: (
      record: FunctionRecord,
      event: unknown = {},
      on: FunctionRunner = usual(),
    ): Promise<StreamedResult> => on.invokeStreaming(invocation(record, event)),
  };
}
