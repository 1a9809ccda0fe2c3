import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DeleteFunctionCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  InvokeCommand,
  ListFunctionEventInvokeConfigsCommand,
  PublishVersionCommand,
  PutFunctionEventInvokeConfigCommand,
  type PutFunctionEventInvokeConfigCommandInput,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startGateway } from "../../src/index.ts";
import { outcomeOf } from "../../src/lambda/event-outcome.ts";
import type { EventRecord } from "../../src/lambda/event-record.ts";
import { useEndpoint } from "../fixtures/http-endpoint.ts";
import { makeFunction } from "../fixtures/mock-api.ts";
import { lambdaOf, plainly, refusalOf, there, useGateway } from "../fixtures/running-gateway.ts";

const folder = mkdtempSync(join(tmpdir(), "gatewright-events-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A function that notes each of its events in a file, and then does what the source says. */
const noting = (file: string, then: string) => `
  import { appendFileSync } from "node:fs";
  export const handler = async (event, context) => {
    appendFileSync(${JSON.stringify(file)}, JSON.stringify({ event, requestId: context.awsRequestId }) + "\\n");
    ${then}
  };`;

function noted(file: string): readonly { readonly event: unknown; readonly requestId: string }[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

const poll = (file: string) => expect.poll(() => noted(file).length, { timeout: 8000, interval: 20 });
const account = "arn:aws:lambda:us-west-2:123456789012:function";

describe("an event that is not done with when the gateway ends", () => {
  it.each([
    ["waits for its second try", 'throw new Error("again");'],
    ["is running", "await new Promise(() => setInterval(() => {}, 1000));"],
  ])("and %s goes on with the next gateway", async (what, then) => {
    const name = what.replaceAll(" ", "-");
    const file = join(folder, `${name}.txt`);
    const dataDirectory = join(folder, name);
    const first = await startGateway({ dataDirectory });
    const client = lambdaOf(first.url);
    await makeFunction(client, "noting", noting(file, then));
    const accepted = await client.send(
      new InvokeCommand({ FunctionName: "noting", InvocationType: "Event", Payload: Buffer.from('{"a":1}') }),
    );
    expect(accepted.StatusCode).toBe(202);
    client.destroy();
    await poll(file).toBe(1);
    await first.close();
    expect(noted(file)).toHaveLength(1);

    const second = await startGateway({ dataDirectory, clock: () => Date.now() + 61_000 });
    await poll(file).toBe(2);
    await second.close();
    const [one, two] = noted(file);
    expect(two).toEqual(one);
    expect(one?.event).toEqual({ a: 1 });
  });
});

describe("an event's destinations", () => {
  const gateway = useGateway();
  const file = join(folder, "told.txt");

  it("are told how it ended", async () => {
    await makeFunction(gateway.lambda, "told", noting(file, ""));
    await makeFunction(
      gateway.lambda,
      "doing",
      'export const handler = async (event) => { if (event.fail) throw new Error("no luck"); return { did: event }; };',
    );
    const destination = { Destination: `${account}:told` };
    await gateway.lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: "doing",
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnSuccess: destination, OnFailure: destination },
      }),
    );
    const send = (payload: object) =>
      gateway.lambda.send(
        new InvokeCommand({
          FunctionName: "doing",
          InvocationType: "Event",
          Payload: Buffer.from(JSON.stringify(payload)),
        }),
      );
    const success = await send({ n: 1 });
    await poll(file).toBe(1);
    await send({ fail: true });
    await poll(file).toBe(2);
    const [first, second] = noted(file);
    expect(first?.event).toEqual({
      version: "1.0",
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      requestContext: {
        requestId: success.$metadata.requestId,
        functionArn: `${account}:doing:$LATEST`,
        condition: "Success",
        approximateInvokeCount: 1,
      },
      requestPayload: { n: 1 },
      responseContext: { statusCode: 200, executedVersion: "$LATEST" },
      responsePayload: { did: { n: 1 } },
    });
    expect(second?.event).toMatchObject({
      requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 1 },
      requestPayload: { fail: true },
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      responsePayload: { errorMessage: "no luck", errorType: "Error" },
    });
  });
});

describe("destinations that are no functions", () => {
  const requests: { readonly url: string; readonly headers: object; readonly body: string }[] = [];
  const endpoint = useEndpoint(({ method, url, headers, body }, response) => {
    requests.push({ url: `${method} ${url}`, headers, body: body.toString() });
    response.end("{}");
  });
  const serviceEndpoints: Record<string, string> = { sqs: "", sns: "", events: "", s3: "" };
  beforeAll(() => {
    for (const name of Object.keys(serviceEndpoints)) serviceEndpoints[name] = endpoint.url;
  });
  const log: string[] = [];
  const gateway = useGateway({ serviceEndpoints, log: (line) => log.push(line) });

  /** Sends one event to a function with such a destination for failures, and waits for what `what` counts. */
  async function fail(FunctionName: string, Destination: string, what: () => number) {
    await makeFunction(
      gateway.lambda,
      FunctionName,
      'export const handler = async () => { throw new Error("no luck"); };',
    );
    await gateway.lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName,
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination } },
      }),
    );
    const before = what();
    await gateway.lambda.send(
      new InvokeCommand({ FunctionName, InvocationType: "Event", Payload: Buffer.from('{"n":1}') }),
    );
    await expect.poll(what, { timeout: 8000, interval: 20 }).toBe(before + 1);
  }

  it.each([
    ["sqs", "arn:aws:sqs:us-west-2:123456789012:queue", /^POST \/123456789012\/queue$/],
    ["sns", "arn:aws:sns:us-west-2:123456789012:topic", /^POST \/$/],
    ["events", "arn:aws:events:us-west-2:123456789012:event-bus/bus", /^POST \/$/],
    [
      "s3",
      "arn:aws:s3:::bucket",
      /^PUT \/bucket\/aws\/lambda\/async\/to-s3\/\d{4}\/\d\d\/\d\d\/[\d-]+T[\d.]+-[0-9a-f-]{36}$/,
    ],
  ])("are told in their own way: %s", async (service, destination, url) => {
    await fail(`to-${service}`, destination, () => requests.length);
    const request = there(requests.at(-1));
    expect(request.url).toMatch(url);
    expect(request.headers).toMatchObject({
      authorization: expect.stringContaining(`/us-west-2/${service}/aws4_request`),
    });
    const record = recordIn(service, request.body);
    expect(JSON.parse(record)).toMatchObject({
      requestContext: { condition: "RetriesExhausted" },
      requestPayload: { n: 1 },
    });
  });

  it.each([
    ["sqs", "MessageBody", "MessageAttribute"],
    ["sns", "Message", "MessageAttributes.entry"],
  ])("get the event that is given up as a dead letter: %s", async (service, member, attributes) => {
    const FunctionName = `dead-${service}`;
    const TargetArn = `arn:aws:${service}:us-west-2:123456789012:letters`;
    await makeFunction(
      gateway.lambda,
      FunctionName,
      'export const handler = async () => { throw new Error("no luck"); };',
    );
    await gateway.lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName, DeadLetterConfig: { TargetArn } }),
    );
    const { DeadLetterConfig } = await gateway.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName }),
    );
    expect(DeadLetterConfig).toEqual({ TargetArn });
    await gateway.lambda.send(
      new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 0 }),
    );
    const before = requests.length;
    const { $metadata } = await gateway.lambda.send(
      new InvokeCommand({ FunctionName, InvocationType: "Event", Payload: Buffer.from('{"n":1}') }),
    );
    await expect.poll(() => requests.length, { timeout: 8000, interval: 20 }).toBe(before + 1);
    const parameters = new URLSearchParams(there(requests.at(-1)).body);
    expect(parameters.get(member)).toBe('{"n":1}');
    const told = [1, 2, 3].map((n) =>
      ["Name", "Value.DataType", "Value.StringValue"].map((part) =>
        parameters.get(`${attributes}.${n}.${part}`),
      ),
    );
    expect(told).toEqual([
      ["RequestID", "String", $metadata.requestId],
      ["ErrorCode", "Number", "200"],
      ["ErrorMessage", "String", "no luck"],
    ]);
  });

  it("that are not there are named on stderr, with the record", async () => {
    const { sqs: _, ...others } = serviceEndpoints;
    const lines: string[] = [];
    const without = await startGateway({ serviceEndpoints: others, log: (line) => lines.push(line) });
    const client = lambdaOf(without.url);
    await makeFunction(client, "f", 'export const handler = async () => "done";');
    await client.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: "f",
        DestinationConfig: { OnSuccess: { Destination: "arn:aws:sqs:us-west-2:123456789012:queue" } },
      }),
    );
    await client.send(new InvokeCommand({ FunctionName: "f", InvocationType: "Event" }));
    const told = () => lines.filter((line) => line.includes("was not told")).join();
    await expect
      .poll(told, { timeout: 8000, interval: 20 })
      .toMatch(/"responsePayload":"done".*--service-endpoint sqs=/);
    client.destroy();
    await without.close();
  });
});

function recordIn(service: string, body: string): string {
  const parameters = new URLSearchParams(body);
  switch (service) {
    case "sqs":
      return there(parameters.get("MessageBody"));
    case "sns":
      return there(parameters.get("Message"));
    case "events": {
      const [entry] = JSON.parse(body).Entries;
      expect(entry).toMatchObject({
        Source: "lambda",
        DetailType: "Lambda Function Invocation Result - Failure",
        Resources: ["arn:aws:events:us-west-2:123456789012:event-bus/bus", `${account}:to-events`],
      });
      return entry.Detail;
    }
    default:
      return body;
  }
}

describe("what becomes of an event", () => {
  const event: EventRecord = {
    id: "e",
    invocation: { functionArn: `${account}:f`, payload: "{}", requestId: "r" },
    receivedAt: 0,
    failures: 0,
    throttles: 0,
    dueAt: 0,
  };
  const failed = {
    kind: "ran",
    result: { payload: "{}", functionError: "Unhandled", executedVersion: "1", log: () => "" },
  } as const;

  it.each<[what: string, config: object, failures: number, now: number, expected: object]>([
    ["is tried again after a minute", {}, 0, 5, { kind: "again", event: { failures: 1, dueAt: 60_005 } }],
    ["is tried again after two", {}, 1, 5, { kind: "again", event: { failures: 2, dueAt: 120_005 } }],
    ["is given up after two retries", {}, 2, 5, { kind: "given-up", condition: "RetriesExhausted" }],
    [
      "is given up at once without retries",
      { maximumRetryAttempts: 0 },
      0,
      5,
      { kind: "given-up", condition: "RetriesExhausted" },
    ],
    [
      "is given up when it would be too old",
      { maximumEventAge: 60 },
      0,
      1,
      { kind: "given-up", condition: "EventAgeExceeded" },
    ],
    ["is tried at its greatest age", { maximumEventAge: 60 }, 0, 0, { kind: "again" }],
  ])("that fails: it %s", (_, config, failures, now, expected) => {
    expect(outcomeOf({ ...event, failures }, failed, config, now)).toMatchObject(expected);
  });
});

describe("the configuration of asynchronous invocations", () => {
  const gateway = useGateway();
  const put = (input: Partial<PutFunctionEventInvokeConfigCommandInput>) =>
    gateway.lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: "f", ...input }));

  it("is made, changed, listed and removed, for each version apart", async () => {
    await makeFunction(gateway.lambda, "f", "export const handler = async () => 1;");
    await makeFunction(gateway.lambda, "g", "export const handler = async () => 1;");
    await gateway.lambda.send(new PublishVersionCommand({ FunctionName: "f" }));
    const made = plainly(await put({ MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 }));
    expect(made).toEqual({
      LastModified: expect.any(Date),
      FunctionArn: `${account}:f:$LATEST`,
      MaximumRetryAttempts: 1,
      MaximumEventAgeInSeconds: 60,
      DestinationConfig: { OnSuccess: {}, OnFailure: {} },
    });
    const Destination = `${account}:g`;
    const updated = await gateway.lambda.send(
      new UpdateFunctionEventInvokeConfigCommand({
        FunctionName: "f",
        DestinationConfig: { OnFailure: { Destination } },
      }),
    );
    expect(updated).toMatchObject({
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnSuccess: {}, OnFailure: { Destination } },
    });
    await put({ Qualifier: "1", MaximumRetryAttempts: 0 });
    const get = (Qualifier?: string) =>
      gateway.lambda.send(
        new GetFunctionEventInvokeConfigCommand({ FunctionName: "f", ...(Qualifier && { Qualifier }) }),
      );
    expect(await get("1")).toMatchObject({ FunctionArn: `${account}:f:1`, MaximumRetryAttempts: 0 });
    expect(plainly(await put({ MaximumRetryAttempts: 2 }))).not.toHaveProperty("MaximumEventAgeInSeconds");
    const listed = await gateway.lambda.send(
      new ListFunctionEventInvokeConfigsCommand({ FunctionName: "f" }),
    );
    expect(listed.FunctionEventInvokeConfigs?.map(({ FunctionArn }) => FunctionArn)).toEqual([
      `${account}:f:$LATEST`,
      `${account}:f:1`,
    ]);
    await gateway.lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName: "f" }));
    expect(await refusalOf(get())).toEqual({
      name: "ResourceNotFoundException",
      status: 404,
      message: `The function ${account}:f:$LATEST doesn't have an EventInvokeConfig`,
    });
    await gateway.lambda.send(new DeleteFunctionCommand({ FunctionName: "f" }));
    expect((await refusalOf(get("1"))).status).toBe(404);
    await makeFunction(gateway.lambda, "f", "export const handler = async () => 1;");
  });

  it.each<[input: Partial<PutFunctionEventInvokeConfigCommandInput>, name: string, message: string]>([
    [
      {},
      "InvalidParameterValueException",
      "You must specify at least one of error handling or destination setting.",
    ],
    [
      { FunctionName: "none", MaximumRetryAttempts: 1 },
      "ResourceNotFoundException",
      "The function doesn't exist.",
    ],
    [{ Qualifier: "7", MaximumRetryAttempts: 1 }, "ResourceNotFoundException", "The function doesn't exist."],
    [
      { MaximumRetryAttempts: 3 },
      "ValidationException",
      "1 validation error detected: Value '3' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 2",
    ],
    [
      { DestinationConfig: { OnFailure: { Destination: `${account}:none` } } },
      "InvalidParameterValueException",
      `The destination ARN ${account}:none is invalid.`,
    ],
    [
      { DestinationConfig: { OnFailure: { Destination: `${account}:f` } } },
      "InvalidParameterValueException",
      "You can't specify the function as a destination for itself.",
    ],
    [
      { DestinationConfig: { OnSuccess: { Destination: "arn:aws:s3:::bucket" } } },
      "InvalidParameterValueException",
      "The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=arn:aws:s3:::bucket), onFailure=null) is invalid.",
    ],
  ])("%j is refused", async (input, name, message) => {
    expect(await refusalOf(put(input))).toMatchObject({ name, message });
  });
});
