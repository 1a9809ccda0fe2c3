import { failureOf } from "../../lambda/error-message.ts";
import { callStreaming, type FunctionCaller } from "../outbound/call-function.ts";
import type { IntegrationAnswer, LambdaProxyRequest, Transfer } from "../passing.ts";
import { Refusal } from "../refusal.ts";
import type { OnChunk } from "./http.ts";
import { readMetadata } from "./proxy-result.ts";
import { limited, streamOf } from "./stream-limit.ts";

/** What ends the metadata (D, "Lambda proxy integration format for response streaming"). */
const delimiter = Buffer.alloc(8);

/** The delimiter has to come within these first bytes (D, the same). */
const maximumMetadataBytes = 16 * 1024;

/**
 * Invokes the function, reads the metadata at the head of its stream, and passes on what follows as it comes. Once
 * the first bytes are on their way, a function that fails can only cut the answer short.
 */
export async function lambdaStream(
  { call }: Pick<LambdaProxyRequest, "call">,
  { maximumIdle }: Extract<Transfer, { mode: "STREAM" }>,
  caller: FunctionCaller & { readonly onChunk: OnChunk },
): Promise<IntegrationAnswer> {
  const { stream, completed } = await callStreaming(call, caller);
  const limit = { whole: call.timeoutMilliseconds, idle: maximumIdle };
  const chunks = limited(stream, limit, caller.after);
  const { metadata, rest } = await readHead(chunks, async () => (await completed).error?.payload);
  const { statusCode, headers } = readMetadata(metadata);
  async function* body(): AsyncGenerator<Uint8Array> {
    if (rest.byteLength > 0) yield rest;
    yield* chunks;
    const { error } = await completed;
    if (error !== undefined) throw new Error(`the function failed while it streamed: ${error.payload}`);
  }
  return {
    kind: "lambda-proxy",
    response: {
      status: statusCode,
      headers,
      body: new Uint8Array(),
      stream: streamOf(body(), stream, caller.onChunk),
    },
  };
}

async function readHead(
  chunks: AsyncGenerator<Uint8Array>,
  failure: () => Promise<string | undefined>,
): Promise<{ readonly metadata: string; readonly rest: Uint8Array }> {
  let head = Buffer.alloc(0);
  let end = -1;
  while (end < 0 && head.byteLength < maximumMetadataBytes) {
    const next = await chunks.next().catch((cause: unknown) => {
      throw new Refusal("integration-timeout", "the function has sent no metadata in time", { cause });
    });
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
    end = head.indexOf(delimiter);
  }
  if (end < 0 || end > maximumMetadataBytes) {
    await chunks.return(undefined);
    const failed = head.byteLength < maximumMetadataBytes ? await failure() : undefined;
    throw new Refusal(
      "malformed-proxy-response",
      failed === undefined
        ? `the stream does not begin with JSON of status and headers and eight NUL bytes (awslambda.HttpResponseStream.from writes them); it begins with ${JSON.stringify(head.toString("utf8", 0, 100))}`
        : `the function failed: ${failureOf(failed)}`,
    );
  }
  return { metadata: head.toString("utf8", 0, end), rest: head.subarray(end + delimiter.byteLength) };
}
