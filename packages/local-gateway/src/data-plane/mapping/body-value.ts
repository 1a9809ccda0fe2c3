import { type JsonDocument, jsonDocument, TemplateError } from "@gatewright/mapping-template";
import { Refusal, type RefusalKind } from "../refusal.ts";

export interface BodyValueUse {
  /** The mapping's source, such as `method.request.body.pets[0].name`. */
  readonly source: string;
  /** What is wrong when the body looks like JSON and is none. */
  readonly notJson: readonly [kind: RefusalKind, reason: string];
  /** Whether the body is the error document of a function. */
  readonly isFunctionError?: boolean;
}

/**
 * What a parameter mapping takes from a body: all of it, or what a JSONPath without its `$.` finds (D, "API Gateway API
 * request and response data mapping reference").
 */
export function bodyValue(body: Uint8Array, path: string, use: BodyValueUse): string | undefined {
  const text = decoder.decode(body).trim();
  const json = text === "" ? "{}" : text;
  // R (LocalStack's test of parameter mapping): only what looks like JSON is read as JSON
  if (!/^[{["']/.test(json)) return path === "" ? json : undefined;
  const document = orRefusal(use, () => documentOf(body, json));
  if (path === "") return json;
  const inError = use.isFunctionError === true ? /^errorMessage\.(.+)$/s.exec(path)?.[1] : undefined;
  if (inError === undefined) return orRefusal(use, () => document.textAt(jsonPath(path)));
  // D, "Handle custom Lambda errors in API Gateway": an error message that is JSON is deserialized
  const message = document.textAt("$.errorMessage")?.trim() ?? "";
  return message.startsWith("{") ? insideMessage(message, inError) : undefined;
}

/** Of each body that a mapping has asked, gone together with it: the next mapping asks the same. */
const documents = new WeakMap<Uint8Array, JsonDocument>();

function documentOf(body: Uint8Array, json: string): JsonDocument {
  const document = documents.get(body) ?? jsonDocument(json);
  documents.set(body, document);
  return document;
}

const decoder = new TextDecoder();

const jsonPath = (path: string) => (path.startsWith("[") ? `$${path}` : `$.${path}`);

function insideMessage(message: string, path: string): string | undefined {
  try {
    return jsonDocument(message).textAt(jsonPath(path));
  } catch (error) {
    if (error instanceof TemplateError) return undefined;
    throw error;
  }
}

function orRefusal<T>({ source, notJson }: BodyValueUse, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    if (!(cause instanceof TemplateError)) throw cause;
    if (cause.code === "TemplateJson" || cause.code === "TemplateTooDeep") {
      throw new Refusal(...notJson, { cause });
    }
    throw new Refusal("configuration-error", `${source}: ${cause.message}`, { cause });
  }
}
