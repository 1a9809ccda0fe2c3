import { createHash } from "node:crypto";
import type {
  FunctionConfiguration,
  ListVersionsByFunctionRequest,
  ListVersionsByFunctionResponse,
  PublishVersionRequest,
} from "@aws-sdk/client-lambda";
import type { Checked } from "../../protocol/checked.ts";
import type { Transaction } from "../../store/store.ts";
import type { FunctionRecord } from "../function-record.ts";
import { toConfiguration, toListed } from "./configuration.ts";
import type { LambdaContext } from "./context.ts";
import { invalidParameter, staleRevision } from "./errors.ts";
import { findFunction, functions, versions } from "./find-function.ts";
import { page } from "./page.ts";

/** Keeps `$LATEST` as it is now under the next number (D: PublishVersion). */
export function PublishVersion(
  input: Checked<PublishVersionRequest>,
  context: LambdaContext,
): Promise<FunctionConfiguration> {
  return context.store.transact((store) => {
    const latest = findFunction(store, context, input.FunctionName);
    if (input.RevisionId !== undefined && input.RevisionId !== latest.revisionId) {
      throw staleRevision("GetFunction/GetAlias");
    }
    // R test_publish_with_wrong_sha256
    if (input.CodeSha256 !== undefined && input.CodeSha256 !== latest.codeSha256) {
      throw invalidParameter(
        `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${latest.codeSha256}). ` +
          "Please try again with the CodeSHA256 in $LATEST.",
      );
    }
    return toConfiguration(publish(store, context, latest, input.Description));
  });
}

export function ListVersionsByFunction(
  input: Checked<ListVersionsByFunctionRequest>,
  context: LambdaContext,
): ListVersionsByFunctionResponse {
  const latest = findFunction(context.store, context, input.FunctionName);
  const published = context.store.list(versions, latest.region, latest.functionName);
  const { items, NextMarker } = page(
    [toListed(latest, `${latest.functionArn}:$LATEST`), ...published.map((record) => toListed(record))],
    input,
  );
  return { Versions: items, ...(NextMarker !== undefined && { NextMarker }) };
}

/**
 * Publishes `$LATEST`, unless it is as it was when it was published last: that version is the result then (R
 * test_version_lifecycle).
 */
export function publish(
  store: Transaction,
  context: LambdaContext,
  latest: FunctionRecord,
  description?: string | undefined,
): FunctionRecord {
  const { region, functionName, lastVersion = 0 } = latest;
  const last = store.get(versions, region, functionName, String(lastVersion));
  const state = stateOf(latest);
  if (last !== undefined && latest.publishedState === state) return last;
  const number = lastVersion + 1;
  const { lastVersion: _, publishedState: __, reservedConcurrency: ___, ...settings } = latest;
  const version: FunctionRecord = {
    ...settings,
    functionArn: `${latest.functionArn}:${number}`,
    version: String(number),
    description: description ?? latest.description,
    revisionId: context.ids.uuid(),
    tags: {},
    policy: {},
  };
  store.put(versions, [region, functionName, String(number)], version);
  store.put(functions, [region, functionName], {
    ...latest,
    lastVersion: number,
    publishedState: state,
    revisionId: context.ids.uuid(),
  });
  return version;
}

/** Of all that makes a version another one, the hash. */
function stateOf(record: FunctionRecord): string {
  const { runtime, handler, role, description, timeout, memorySize, environment, codeSha256 } = record;
  const { architecture, ephemeralStorage, deadLetterTarget } = record;
  const variables = Object.entries(environment).sort(([a], [b]) => (a < b ? -1 : 1));
  const scalars = [
    codeSha256,
    runtime,
    handler,
    role,
    description,
    timeout,
    memorySize,
    architecture,
    ephemeralStorage,
    // Only where there is one: what was published before it was kept has no other state for it.
    ...(deadLetterTarget ? [deadLetterTarget] : []),
  ];
  return createHash("sha256")
    .update(JSON.stringify([scalars, variables]))
    .digest("hex");
}
