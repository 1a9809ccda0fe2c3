import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  type InvokeWithResponseStreamCommandInput,
  PutFunctionConcurrencyCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { beforeEach, describe, expect, it } from "vitest";
import { AwsError } from "../../src/aws-error.ts";
import { randomIds } from "../../src/effects.ts";
import { createAsynchronousQueue } from "../../src/lambda/asynchronous.ts";
import type { InvocationResult } from "../../src/lambda/invoke.ts";
import { openMemoryStore } from "../../src/store/open.ts";
import { refusalOf, there, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
const source = `
  exports.handler = async (event, context) => {
    if (event.wait) await new Promise((resolve) => setTimeout(resolve, event.wait));
    if (event.crash) process.exit(1);
    return { client: context.clientContext };
  };
  exports.trace = async () => process.env._X_AMZN_TRACE_ID;
  let count = 0;
  exports.count = async () => ++count;
  exports.stream = awslambda.streamifyResponse(async (event, stream) => {
    for (const chunk of event.chunks) {
      stream.write(chunk);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if (event.fail) throw new TypeError(event.fail);
    stream.end();
  });`;
let FunctionName = "";
let count = 0;

beforeEach(() => {
  count += 1;
  FunctionName = `invoked-${count}`;
});

const create = (Handler = "index.handler") =>
  gateway.lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: "nodejs24.x",
      Handler,
      Role: "arn:aws:iam::123456789012:role/lambda-ex",
      Code: { ZipFile: zipSync({ "index.js": strToU8(source) }) },
    }),
  );
const invoke = (event: object, input: object = {}) =>
  gateway.lambda.send(new InvokeCommand({ FunctionName, Payload: strToU8(JSON.stringify(event)), ...input }));

describe("InvokeWithResponseStream", () => {
  const stream = async (event: object, input: Partial<InvokeWithResponseStreamCommandInput> = {}) => {
    const answer = await gateway.lambda.send(
      new InvokeWithResponseStreamCommand({
        FunctionName,
        Payload: strToU8(JSON.stringify(event)),
        ...input,
      }),
    );
    const chunks: string[] = [];
    let complete: object | undefined;
    for await (const { PayloadChunk, InvokeComplete } of there(answer.EventStream)) {
      if (PayloadChunk?.Payload !== undefined) chunks.push(Buffer.from(PayloadChunk.Payload).toString());
      complete = InvokeComplete ?? complete;
    }
    return { answer, chunks, complete };
  };

  it("answers with each chunk and then how it ended", async () => {
    await create("index.stream");
    const { answer, chunks, complete } = await stream({ chunks: ["ä", "b", "c"] }, { LogType: "Tail" });
    expect(answer).toMatchObject({
      StatusCode: 200,
      ExecutedVersion: "$LATEST",
      ResponseStreamContentType: "application/vnd.amazon.eventstream",
    });
    expect(chunks.join("")).toBe("äbc");
    expect(complete).toEqual({ LogResult: expect.any(String) });
    const log = Buffer.from(String(Reflect.get(there(complete), "LogResult")), "base64").toString();
    expect(log).toMatch(/^START RequestId: .*\nEND RequestId: .*\nREPORT /);
  });

  it("tells a failure at the end", async () => {
    await create("index.stream");
    const { chunks, complete } = await stream({ chunks: ["half"], fail: "no" });
    expect(chunks).toEqual(["half"]);
    expect(complete).toMatchObject({ ErrorCode: "Unhandled" });
    expect(JSON.parse(String(Reflect.get(there(complete), "ErrorDetails")))).toMatchObject({
      errorType: "TypeError",
      errorMessage: "no",
    });
  });

  it("answers with what a handler returns that does not stream", async () => {
    await create();
    expect((await stream({})).chunks).toEqual(["{}"]);
  });

  it("refuses what is not there, before a stream begins", async () => {
    const refusal = await refusalOf(stream({}));
    expect(refusal).toMatchObject({ name: "ResourceNotFoundException", status: 404 });
  });
});

describe("reserved concurrency", () => {
  const reserve = (ReservedConcurrentExecutions: number, name = FunctionName) =>
    gateway.lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions }),
    );
  const reserved = async () =>
    (await gateway.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })))
      .ReservedConcurrentExecutions;

  it("is kept, shown and taken back", async () => {
    await create();
    expect(await reserved()).toBeUndefined();
    await reserve(3);
    expect(await reserved()).toBe(3);
    const { Concurrency } = await gateway.lambda.send(new GetFunctionCommand({ FunctionName }));
    expect(Concurrency).toEqual({ ReservedConcurrentExecutions: 3 });
    const { AccountLimit } = await gateway.lambda.send(new GetAccountSettingsCommand({}));
    expect(AccountLimit?.UnreservedConcurrentExecutions).toBe(997);
    await gateway.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    expect(await reserved()).toBeUndefined();
  });

  it("throttles what is beyond it", async () => {
    await create();
    await reserve(1);
    const first = invoke({ wait: 400 });
    await expect
      .poll(async () => {
        try {
          await invoke({});
          return undefined;
        } catch (error) {
          return error;
        }
      })
      .toMatchObject({
        name: "TooManyRequestsException",
        message: "Rate Exceeded.",
        Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
        $metadata: { httpStatusCode: 429 },
      });
    expect((await first).StatusCode).toBe(200);
    expect((await invoke({})).StatusCode).toBe(200);
    await reserve(0);
    expect((await refusalOf(invoke({}))).status).toBe(429);
  });

  it("cannot be all that the account has, nor a version's", async () => {
    await create();
    const messages = await Promise.all([
      refusalOf(reserve(901)),
      refusalOf(reserve(1, `${FunctionName}:$LATEST`)),
      refusalOf(reserve(1, "nobody")),
    ]);
    expect(messages.map(({ message }) => message)).toEqual([
      "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
      "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.",
      "Function not found: arn:aws:lambda:us-west-2:123456789012:function:nobody:$LATEST",
    ]);
  });
});

describe("Invoke", () => {
  it("passes the client context on", async () => {
    await create();
    const ClientContext = Buffer.from(JSON.stringify({ custom: { a: 1 } })).toString("base64");
    const { Payload } = await invoke({}, { ClientContext });
    expect(JSON.parse(there(Payload).transformToString())).toEqual({ client: { custom: { a: 1 } } });
  });

  it("gives the function the caller's trace, or a new one", async () => {
    await create("index.trace");
    const traced = async (headers: Record<string, string>) => {
      const path = `/2015-03-31/functions/${FunctionName}/invocations`;
      const Authorization = "AWS4-HMAC-SHA256 Credential=test/20260101/us-west-2/lambda/aws4_request";
      const answer = await fetch(gateway.url + path, {
        method: "POST",
        headers: { ...headers, Authorization },
      });
      return await answer.json();
    };
    const trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    expect(await traced({ "X-Amzn-Trace-Id": trace })).toBe(trace);
    expect(await traced({})).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
  });

  it("finds no environment of the function before it was changed, or of another of its name", async () => {
    await create("index.count");
    const counted = async () => there((await invoke({})).Payload).transformToString();
    expect([await counted(), await counted()]).toEqual(["1", "2"]);
    await gateway.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description: "new" }));
    expect(await counted()).toBe("1");
    await gateway.lambda.send(new DeleteFunctionCommand({ FunctionName }));
    await create("index.count");
    expect(await counted()).toBe("1");
  });

  it("takes less for an asynchronous event than for an answer", async () => {
    await create();
    const event = { text: "x".repeat(1_048_576) };
    const refusal = await refusalOf(invoke(event, { InvocationType: "Event" }));
    expect(refusal).toMatchObject({
      name: "RequestEntityTooLargeException",
      status: 413,
      message: "1048587 byte payload is too large for the Event invocation type (limit 1048576 bytes)",
    });
    expect((await invoke(event, { InvocationType: "DryRun" })).StatusCode).toBe(204);
  });
});

describe("an asynchronous event", () => {
  const failure: InvocationResult = {
    payload: "{}",
    functionError: "Unhandled",
    executedVersion: "1",
    log: () => "",
  };
  const throttle = new AwsError("TooManyRequestsException", 429, "Rate Exceeded.");

  /** Runs an event to its end, with delays that pass at once; what comes back is each attempt's delay. */
  async function run(
    outcomes: readonly (InvocationResult | AwsError)[],
  ): Promise<{ delays: number[]; log: string[] }> {
    const delays: number[] = [];
    const log: string[] = [];
    let attempts = 0;
    const ids = new Set<string>();
    let now = 0;
    const { invokeLater } = createAsynchronousQueue({
      store: openMemoryStore(),
      clock: () => now,
      ids: randomIds,
      tell: () => Promise.reject(new Error("nobody is told")),
      invoke: async ({ requestId }) => {
        ids.add(requestId);
        const outcome = outcomes[Math.min(attempts, outcomes.length - 1)];
        attempts += 1;
        if (outcome instanceof AwsError) throw outcome;
        return there(outcome);
      },
      log: (line) => log.push(line),
      after: (milliseconds, then) => {
        delays.push(milliseconds);
        now += milliseconds;
        queueMicrotask(then);
        return () => {};
      },
    });
    await invokeLater({ functionArn: "f", payload: "{}", requestId: "r" });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(ids).toEqual(new Set(["r"]));
    return { delays, log };
  }

  it("that fails is run twice again, after one and two minutes", async () => {
    const { delays, log } = await run([failure]);
    expect(delays).toEqual([60_000, 120_000]);
    expect(log).toEqual(["asynchronous invocation r of f failed 3 times and is given up"]);
  });

  it("that succeeds at last is done", async () => {
    const { functionError: _, ...success } = failure;
    expect(await run([failure, success])).toEqual({ delays: [60_000], log: [] });
  });

  it("that is throttled is tried for six hours at most", async () => {
    const { delays, log } = await run([throttle]);
    expect(delays.slice(0, 10)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300].map((s) => s * 1000));
    const all = delays.reduce((sum, delay) => sum + delay, 0);
    expect(all).toBeLessThanOrEqual(6 * 3_600_000);
    expect(all).toBeGreaterThan(6 * 3_600_000 - 300_001);
    expect(log).toEqual(["asynchronous invocation r of f is given up: Rate Exceeded."]);
  });

  it("that cannot be run is given up at once", async () => {
    expect((await run([new AwsError("ResourceNotFoundException", 404, "gone")])).delays).toEqual([]);
  });
});
