import { Readable } from "node:stream";
import type { NormalizedSchema } from "@smithy/core/schema";
import type { AwsError } from "../aws-error.ts";
import { oncePer } from "../once-per.ts";
import type { RawHeader, RawResponse } from "../raw-http.ts";
import { type ControlRequest, headerOf } from "./control-request.ts";
import { encodeEvents } from "./event-stream.ts";
import type { OperationShape, ServiceShape } from "./operation-shape.ts";
import { parseJsonObject, readJson, readStructure, readText } from "./read-json.ts";
import type { Match } from "./router.ts";
import { jsonWriter, structureWriter } from "./write-json.ts";

/**
 * Reads the input of an operation off the wire, as the SDK's `…Request` type describes it.
 *
 * @throws AwsError `SerializationException` when something has another type than the schema says.
 */
export function readRestJson(match: Match, request: ControlRequest): { readonly [name: string]: unknown } {
  const query = new URLSearchParams(request.rawQuery);
  const input: { [name: string]: unknown } = {};
  const { members, hasBody } = inputOf(match.operation);
  for (const [name, member] of members) {
    const traits = member.getMergedTraits();
    const found =
      traits.httpLabel !== undefined
        ? match.labels[name]
        : traits.httpQuery !== undefined
          ? readQuery(member, query.getAll(traits.httpQuery))
          : traits.httpHeader !== undefined
            ? headerOf(request.headers, traits.httpHeader)
            : undefined;
    if (typeof found === "string") input[name] = readText(member, found);
    else if (found !== undefined) input[name] = found;
    if (traits.httpQueryParams !== undefined) input[name] = Object.fromEntries(query);
    if (traits.httpPayload !== undefined && request.body.byteLength > 0) {
      input[name] = readPayload(member, request.body);
    }
  }
  if (!hasBody) return input;
  const body = parseJsonObject(Buffer.from(request.body).toString("utf8"));
  return { ...readStructure(match.operation.input, body, (member) => !isInBody(member)), ...input };
}

/** Where an operation's input is: the members that travel outside of a body of members, and whether there is one. */
const inputOf = oncePer(({ input }: OperationShape) => {
  const all = [...input.structIterator()];
  const isPayload = ([, member]: (typeof all)[number]) => member.getMergedTraits().httpPayload !== undefined;
  return {
    members: all.filter(([, member]) => !isInBody(member)),
    hasBody: all.some(([, member]) => isInBody(member)) && !all.some(isPayload),
  };
});

/** Whether the operation's input has members that stand in a JSON body. */
export const takesBody = (operation: OperationShape): boolean => inputOf(operation).hasBody;

/** Prints the output of an operation. */
export function writeRestJson(operation: OperationShape, output: unknown): RawResponse {
  const value = typeof output === "object" && output !== null ? output : {};
  const { members, hasBody, writeBody } = outputOf(operation);
  const headers: RawHeader[] = [];
  let status = operation.http?.status ?? 200;
  let payload: Uint8Array | undefined;
  let stream: Readable | undefined;
  for (const { name, schema, header, isStatus, isStream, writePayload } of members) {
    const found: unknown = Reflect.get(value, name);
    if (isStatus) status = typeof found === "number" ? found : status;
    else if (header !== undefined) {
      if (found !== undefined) headers.push([header, String(found)]);
    } else if (isStream && isEvents(found)) {
      stream = Readable.from(encodeEvents(schema, found), { objectMode: false });
    } else payload = writePayload(found);
  }
  if (stream !== undefined) return { status, headers, body: new Uint8Array(), stream };
  if (!hasBody && (payload === undefined || payload.byteLength === 0)) {
    return { status, headers, body: new Uint8Array() };
  }
  const hasType = headers.some(([name]) => name.toLowerCase() === "content-type");
  return {
    status,
    headers: hasType ? headers : [["Content-Type", "application/json"], ...headers],
    body: payload ?? jsonBytes(writeBody(value)),
  };
}

/** How the output of an operation is printed: the members that travel outside of the body, and the body. */
const outputOf = oncePer(({ output }: OperationShape) => {
  const all = output.isStructSchema() ? [...output.structIterator()] : [];
  return {
    members: all
      .filter(([, schema]) => !isInOutputBody(schema))
      .map(([name, schema]) => {
        const { httpHeader, httpResponseCode, streaming } = schema.getMergedTraits();
        const write = jsonWriter(schema);
        return {
          name,
          schema,
          header: httpHeader,
          isStatus: httpResponseCode !== undefined,
          isStream: streaming !== undefined,
          writePayload: (value: unknown) =>
            schema.isBlobSchema() ? bytesOf(value) : jsonBytes(write(value) ?? {}),
        };
      }),
    hasBody: all.some(([, schema]) => isInOutputBody(schema)),
    writeBody: structureWriter(output, (schema) => !isInOutputBody(schema)),
  };
});

/** Prints an error so that the SDK makes its own error of that name of it. */
export function writeRestJsonError(service: ServiceShape, error: AwsError): RawResponse {
  const schema = service.errors.get(error.code);
  const members: { [name: string]: unknown } = { ...error.options.members };
  const headers: RawHeader[] = [
    ["Content-Type", "application/json"],
    ["x-amzn-errortype", error.code],
  ];
  const body: { [name: string]: unknown } = {};
  let hasMessage = false;
  for (const [name, member] of schema?.structIterator() ?? []) {
    const traits = member.getMergedTraits();
    const isMessage = name.toLowerCase() === "message";
    hasMessage ||= isMessage;
    const found = isMessage ? error.message : members[name];
    if (found === undefined) continue;
    if (traits.httpHeader !== undefined) headers.push([traits.httpHeader, String(found)]);
    else body[traits.jsonName ?? name] = found;
  }
  if (!hasMessage && error.message !== "") body["message"] = error.message;
  return { status: error.status, headers, body: jsonBytes(body) };
}

function readQuery(member: NormalizedSchema, values: readonly string[]): unknown {
  if (values.length === 0) return undefined;
  if (!member.isListSchema()) return values[0];
  const item = member.getValueSchema();
  return values.map((text) => readText(item, text));
}

function readPayload(member: NormalizedSchema, body: Uint8Array): unknown {
  if (member.isBlobSchema()) return body;
  const text = Buffer.from(body).toString("utf8");
  return member.isStringSchema() ? text : readJson(member, parseJsonObject(text));
}

function isInBody(member: NormalizedSchema): boolean {
  const traits = member.getMergedTraits();
  return (
    traits.httpLabel === undefined &&
    traits.httpQuery === undefined &&
    traits.httpQueryParams === undefined &&
    traits.httpHeader === undefined &&
    traits.httpPayload === undefined
  );
}

/** In an output, labels and queries mean nothing: such members stand in the body (`position` of a list). */
function isInOutputBody(member: NormalizedSchema): boolean {
  const traits = member.getMergedTraits();
  return (
    traits.httpHeader === undefined &&
    traits.httpResponseCode === undefined &&
    traits.httpPayload === undefined
  );
}

function isEvents(value: unknown): value is AsyncIterable<object> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}

function bytesOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}

function jsonBytes(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
