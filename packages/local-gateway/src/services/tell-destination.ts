import type { CallService } from "../data-plane/integration/service.ts";
import { noOverrides } from "../data-plane/mapping/template.ts";
import type { HttpCall } from "../data-plane/passing.ts";
import type { Clock, Ids } from "../effects.ts";

/** What a destination other than a function is told. */
export interface Told {
  /** The ARN of a queue, a topic, an event bus or a bucket. */
  readonly destination: string;
  readonly functionArn: string;
  /** The function's execution role, in whose name it is told. */
  readonly roleArn: string;
  readonly isSuccess: boolean;
  /** JSON text. */
  readonly record: string;
  /** What a message of a queue or a topic says besides. */
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

interface Attribute {
  readonly type: "String" | "Number";
  readonly value: string;
}

export type TellDestination = (told: Told) => Promise<void>;

/**
 * Makes the function that sends invocation records to destinations (D, capturing records of Lambda asynchronous
 * invocations): a message of a queue or a topic, the detail of an event, or an object of a bucket.
 *
 * It rejects when there is no such service, or when it does not take the record; the message says which.
 */
export function createTellDestination(options: {
  readonly callService: CallService;
  readonly clock: Clock;
  readonly ids: Pick<Ids, "uuid">;
}): TellDestination {
  return async (told) => {
    const { destination, functionArn, roleArn } = told;
    const [, , service = "", region = "", accountId = "", ...rest] = destination.split(":");
    const name = rest.join(":");
    const sent = requestOf(told, { service, accountId, name }, options);
    if (sent === undefined) throw new Error(`${service} is no destination`);
    const url = new URL(sent.path, `https://${service}.${region || regionOf(functionArn)}.amazonaws.com`);
    const answer = await options.callService(
      {
        kind: "service",
        service,
        region: region || regionOf(functionArn),
        action: undefined,
        acting: { kind: "role", roleArn },
        call: { ...sent, url, isUnverified: false, timeoutMilliseconds: timeout },
        overrides: noOverrides,
      },
      AbortSignal.timeout(timeout),
    );
    answer.body.resume();
    if (answer.status >= 300) throw new Error(`${service} answered ${answer.status}`);
  };
}

/** Milliseconds. */
const timeout = 29_000;

function regionOf(arn: string): string {
  return arn.split(":")[3] ?? "";
}

function requestOf(
  { destination, functionArn, isSuccess, record, attributes = {} }: Told,
  {
    service,
    accountId,
    name,
  }: { readonly service: string; readonly accountId: string; readonly name: string },
  { clock, ids }: { readonly clock: Clock; readonly ids: Pick<Ids, "uuid"> },
): (Pick<HttpCall, "method" | "headers" | "body"> & { readonly path: string }) | undefined {
  switch (service) {
    case "sqs":
      return form(`/${accountId}/${name}`, {
        Action: "SendMessage",
        Version: "2012-11-05",
        MessageBody: record,
        ...attributeParameters("MessageAttribute", attributes),
      });
    case "sns":
      return form("/", {
        Action: "Publish",
        Version: "2010-03-31",
        TopicArn: destination,
        Message: record,
        ...attributeParameters("MessageAttributes.entry", attributes),
      });
    case "events": {
      const entry = {
        Source: "lambda",
        DetailType: `Lambda Function Invocation Result - ${isSuccess ? "Success" : "Failure"}`,
        Resources: [destination, functionArn],
        Detail: record,
        EventBusName: destination,
      };
      const headers = [
        ["Content-Type", "application/x-amz-json-1.1"],
        ["X-Amz-Target", "AWSEvents.PutEvents"],
      ] as const;
      return { method: "POST", path: "/", headers, body: Buffer.from(JSON.stringify({ Entries: [entry] })) };
    }
    case "s3": {
      const at = new Date(clock()).toISOString();
      const [day = "", time = ""] = at.slice(0, 19).split("T");
      const [, , , , , , functionName = ""] = functionArn.split(":");
      const folder = `/${name}/aws/lambda/async/${functionName}/${day.replaceAll("-", "/")}`;
      const path = `${folder}/${day}T${time.replaceAll(":", ".")}-${ids.uuid()}`;
      return {
        method: "PUT",
        path,
        headers: [["Content-Type", "application/json"]],
        body: Buffer.from(record),
      };
    }
    default:
      return undefined;
  }
}

/** D, the query APIs of Amazon SQS and SNS: attributes are counted. */
function attributeParameters(
  member: string,
  attributes: Readonly<Record<string, Attribute>>,
): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [index, [name, { type, value }]] of Object.entries(attributes).entries()) {
    const attribute = `${member}.${index + 1}`;
    parameters[`${attribute}.Name`] = name;
    parameters[`${attribute}.Value.DataType`] = type;
    parameters[`${attribute}.Value.StringValue`] = value;
  }
  return parameters;
}

function form(path: string, parameters: Readonly<Record<string, string>>) {
  const headers = [["Content-Type", "application/x-www-form-urlencoded"]] as const;
  return { method: "POST", path, headers, body: Buffer.from(new URLSearchParams(parameters).toString()) };
}
