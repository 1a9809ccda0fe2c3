import { AwsError } from "../aws-error.ts";
import type { RawResponse } from "../raw-http.ts";
import { readQueryInput } from "./aws-query.ts";
import { type ControlRequest, headerOf } from "./control-request.ts";
import { jsonAnswer } from "./json-answer.ts";
import { lowerFirst } from "./lower-first.ts";
import { type OperationShape, readServiceShape, requiredMembers } from "./operation-shape.ts";
import { type OperationTable, operationOf } from "./operation-table.ts";
import { structureWriter } from "./write-json.ts";
import { element, escapeXml, writeXmlMembers } from "./xml.ts";

/** Answers requests to a service that speaks the AWS query protocol: a form in, XML out. */
export interface QueryService {
  handle(request: ControlRequest): Promise<RawResponse>;
}

export interface QueryServiceOptions<Context> {
  readonly title: string;
  readonly sdk: object;
  /** The XML namespace of the answers. */
  readonly namespace: string;
  readonly operations: OperationTable<Context>;
  readonly contextOf: (request: ControlRequest) => Context;
}

/** Makes a service of a table of operations; the SDK's schemas read the form and print the XML. */
export function createQueryService<Context>(options: QueryServiceOptions<Context>): QueryService {
  const shape = readServiceShape(options.sdk);
  const answer = async (request: ControlRequest): Promise<RawResponse> => {
    const form = formOf(request);
    const action = form.get("Action") ?? "";
    const operation = shape.operations.get(action);
    if (operation === undefined) {
      throw new AwsError("InvalidAction", 400, `Could not find operation ${action} for ${options.title}`);
    }
    const run = operationOf(options, action);
    const input = readQueryInput(operation.input, form);
    checkRequired(operation, input);
    const output = await run(input, options.contextOf(request));
    if (wantsJson(request)) return jsonAnswer(200, successMembers(operation, output, request.requestId));
    return xml(200, success(operation, output, options.namespace, request.requestId));
  };
  return {
    handle: async (request) => {
      try {
        return await answer(request);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        if (wantsJson(request)) return jsonAnswer(error.status, failureMembers(error, request.requestId));
        return xml(error.status, failure(error, options.namespace, request.requestId));
      }
    },
  };
}

/** The parameters of a query request: of its URL, and of its body unless it is a GET. */
export function formOf(request: Pick<ControlRequest, "method" | "rawQuery" | "body">): URLSearchParams {
  const body = Buffer.from(request.body).toString("utf8");
  return new URLSearchParams(request.method === "GET" ? request.rawQuery : `${body}&${request.rawQuery}`);
}

function checkRequired(operation: OperationShape, input: { readonly [name: string]: unknown }): void {
  for (const name of requiredMembers(operation.input)) {
    if (input[name] === undefined) {
      throw new AwsError(
        "ValidationError",
        400,
        `1 validation error detected: Value null at '${lowerFirst(name)}' failed to satisfy constraint: Member must not be null`,
      );
    }
  }
}

function success(operation: OperationShape, output: unknown, namespace: string, requestId: string): string {
  const value = typeof output === "object" && output !== null ? output : {};
  const result = operation.output.isStructSchema()
    ? element(`${operation.name}Result`, writeXmlMembers(operation.output, value))
    : "";
  const metadata = element("ResponseMetadata", element("RequestId", requestId));
  return element(`${operation.name}Response`, result + metadata, ` xmlns="${namespace}"`);
}

function failure(error: AwsError, namespace: string, requestId: string): string {
  const type = error.status < 500 ? "Sender" : "Receiver";
  const content =
    element("Type", type) + element("Code", error.code) + element("Message", escapeXml(error.message));
  const body = element("Error", content) + element("RequestId", requestId);
  return element("ErrorResponse", body, ` xmlns="${namespace}"`);
}

/** C: services with this protocol answer JSON to who accepts that, which API Gateway does and SDKs do not. */
function wantsJson({ headers }: ControlRequest): boolean {
  return headerOf(headers, "accept") === "application/json";
}

function successMembers(operation: OperationShape, output: unknown, requestId: string): object {
  const value = typeof output === "object" && output !== null ? output : {};
  const result = operation.output.isStructSchema()
    ? { [`${operation.name}Result`]: structureWriter(operation.output)(value) }
    : {};
  return { [`${operation.name}Response`]: { ...result, ResponseMetadata: { RequestId: requestId } } };
}

function failureMembers({ code, message, status }: AwsError, requestId: string): object {
  const Type = status < 500 ? "Sender" : "Receiver";
  return { Error: { Code: code, Message: message, Type }, RequestId: requestId };
}

function xml(status: number, text: string): RawResponse {
  return { status, headers: [["Content-Type", "text/xml"]], body: Buffer.from(text) };
}
