import { Readable } from "node:stream";
import type { NormalizedSchema } from "@smithy/core/schema";
import type { AwsError } from "../aws-error.ts";
import type { RawHeader, RawResponse } from "../data-plane/raw-http.ts";
import { type ControlRequest, headerOf } from "./control-request.ts";
import { encodeEvents } from "./event-stream.ts";
import type { OperationShape, ServiceShape } from "./operation-shape.ts";
import { parseJsonObject, readJson, readStructure, readText } from "./read-json.ts";
import type { Match } from "./router.ts";
import { writeJson, writeStructure } from "./write-json.ts";

/**
 * Reads the input of an operation off the wire, as the SDK's `…Request` type describes it.
 *
 * @throws AwsError `SerializationException` when something has another type than the schema says.
 */
export function readRestJson(match: Match, request: ControlRequest): { readonly [name: string]: unknown } {
  const query = new URLSearchParams(request.rawQuery);
  const input: { [name: string]: unknown } = {};
  let hasPayload = false;
  for (const [name, member] of match.operation.input.structIterator()) {
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
    if (traits.httpPayload !== undefined) {
      hasPayload = true;
      if (request.body.byteLength > 0) input[name] = readPayload(member, request.body);
    }
  }
  if (hasPayload || !takesBody(match.operation)) return input;
  const body = parseJsonObject(Buffer.from(request.body).toString("utf8"));
  return { ...readStructure(match.operation.input, body, (member) => !isInBody(member)), ...input };
}

/** Whether the operation's input has members that stand in a JSON body. */
export function takesBody({ input }: OperationShape): boolean {
  return [...input.structIterator()].some(([, member]) => isInBody(member));
}

/** Prints the output of an operation. */
export function writeRestJson(operation: OperationShape, output: unknown): RawResponse {
  const value = typeof output === "object" && output !== null ? output : {};
  const headers: RawHeader[] = [];
  let status = operation.http?.status ?? 200;
  let payload: Uint8Array | undefined;
  let hasBody = false;
  let stream: Readable | undefined;
  for (const [name, member] of operation.output.isStructSchema() ? operation.output.structIterator() : []) {
    const traits = member.getMergedTraits();
    const found: unknown = Reflect.get(value, name);
    if (traits.httpResponseCode !== undefined) status = typeof found === "number" ? found : status;
    else if (traits.httpHeader !== undefined) {
      if (found !== undefined) headers.push([traits.httpHeader, String(found)]);
    } else if (traits.streaming !== undefined && isEvents(found)) {
      stream = Readable.from(encodeEvents(member, found), { objectMode: false });
    } else if (traits.httpPayload !== undefined) {
      payload = member.isBlobSchema() ? bytesOf(found) : jsonBytes(writeJson(member, found) ?? {});
    } else hasBody = true;
  }
  if (stream !== undefined) return { status, headers, body: new Uint8Array(), stream };
  if (!hasBody && (payload === undefined || payload.byteLength === 0)) {
    return { status, headers, body: new Uint8Array() };
  }
  const body =
    payload ?? jsonBytes(writeStructure(operation.output, value, (member) => !isInOutputBody(member)));
  const hasType = headers.some(([name]) => name.toLowerCase() === "content-type");
  return { status, headers: hasType ? headers : [["Content-Type", "application/json"], ...headers], body };
}

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
