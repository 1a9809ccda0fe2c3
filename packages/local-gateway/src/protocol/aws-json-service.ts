import { AwsError } from "../aws-error.ts";
import type { RawResponse } from "../raw-http.ts";
import { type Constraints, checkConstraints } from "./constraints.ts";
import { type ControlRequest, headerOf } from "./control-request.ts";
import { readServiceShape } from "./operation-shape.ts";
import { type OperationTable, operationOf } from "./operation-table.ts";
import { parseJsonObject, readStructure } from "./read-json.ts";
import { jsonWriter } from "./write-json.ts";

export interface AwsJsonService {
  handle(request: ControlRequest): Promise<RawResponse>;
}

export interface AwsJsonServiceOptions<Context> {
  readonly title: string;
  readonly sdk: object;
  /** What stands before the operation's name in `X-Amz-Target`. */
  readonly target: string;
  readonly constraints: Constraints;
  /** The error that a breach of the constraints is. */
  readonly breach: string;
  readonly operations: OperationTable<Context>;
  readonly contextOf: (request: ControlRequest) => Context;
}

/** Makes a service of a table of operations, over the AWS JSON protocol 1.1: one path, the operation in a header. */
export function createAwsJsonService<Context>(options: AwsJsonServiceOptions<Context>): AwsJsonService {
  const shape = readServiceShape(options.sdk);
  const answer = async (request: ControlRequest): Promise<RawResponse> => {
    const name = operationName(request, options.target);
    const operation = shape.operations.get(name);
    if (operation === undefined) {
      throw new AwsError("UnknownOperationException", 400, `${options.title} has no operation ${name}.`);
    }
    const run = operationOf(options, name);
    const body = parseJsonObject(Buffer.from(request.body).toString("utf8"));
    const input = operation.input.isStructSchema() ? readStructure(operation.input, body) : {};
    check(() => checkConstraints(operation, input, options.constraints), options.breach);
    const output = await run(input, options.contextOf(request));
    // Without an output shape, the body is empty.
    if (!operation.output.isStructSchema()) return json(200, undefined);
    return json(200, jsonWriter(operation.output)(output ?? {}));
  };
  return {
    handle: async (request) => {
      try {
        return await answer(request);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return json(error.status, { ...error.options.members, __type: error.code, message: error.message });
      }
    },
  };
}

function operationName({ headers }: ControlRequest, target: string): string {
  const [service, name] = (headerOf(headers, "x-amz-target") ?? "").split(".");
  return service === target ? (name ?? "") : "";
}

function check(constraints: () => void, breach: string): void {
  try {
    constraints();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(breach, error.status, error.message, { cause: error });
  }
}

function json(status: number, body: unknown): RawResponse {
  return {
    status,
    headers: [["Content-Type", "application/x-amz-json-1.1"]],
    body: Buffer.from(body === undefined ? "" : JSON.stringify(body)),
  };
}
