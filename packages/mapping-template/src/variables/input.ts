import type { Behaviours } from "../behaviours.ts";
import { createLazyMap, fromJson, ownMember } from "../java/from-json.ts";
import { readingCost, readJson, reprintJson } from "../java/json.ts";
import { createMap } from "../java/map.ts";
import { toJson } from "../java/print.ts";
import { type Host, type JavaMap, list, type Value } from "../java/values.ts";
import type { RenderInput } from "../render-input.ts";
import { ValueError } from "../template-error.ts";
import { jsonPath } from "./json-path.ts";

/**
 * `$input`. D: "API Gateway mapping template and access logging variable reference", input variables.
 * R: `test_input_path_template_formatting` for an empty body, lists and maps.
 */
export function createInput(
  request: RenderInput,
  behaviours: Behaviours,
  pay: (units: number) => void,
): Host {
  return new Input(request, behaviours, pay);
}

class Input implements Host {
  readonly kind = "host";
  readonly #request: RenderInput;
  readonly #behaviours: Behaviours;
  readonly #pay: (units: number) => void;
  /** Read once, and changed by nobody: `json` only prints, and `path` hands out copies, which a template may change. */
  #document: Value | undefined;
  #params: JavaMap | undefined;

  constructor(request: RenderInput, behaviours: Behaviours, pay: (units: number) => void) {
    this.#request = request;
    this.#behaviours = behaviours;
    this.#pay = pay;
  }

  property(name: string): Value {
    return name === "body" ? this.#body() : null;
  }

  call(name: string, args: readonly Value[]): Value | undefined {
    if (name === "params" && args.length === 0) return this.#allParams();
    const [first] = args;
    if (args.length !== 1 || typeof first !== "string") return undefined;
    switch (name) {
      case "params":
        return parameter(this.#request.params, first);
      case "json":
        return this.#json(first);
      case "path":
        return copyOf(this.#find(first) ?? null, this.#pay);
      default:
        return undefined;
    }
  }

  #body(): string {
    return this.#request.body === "" ? "{}" : this.#request.body;
  }

  #read(): Value {
    const body = this.#body();
    this.#pay(readingCost(body));
    try {
      return readJson(body);
    } catch (error) {
      const isNoJson = error instanceof ValueError && error.code === "TemplateJson";
      if (!isNoJson || this.#behaviours.malformedBody === "error") throw error;
      return body;
    }
  }

  #find(path: string): Value | undefined {
    if (this.#document === undefined) this.#document = this.#read();
    return jsonPath(path).find(this.#document, this.#pay);
  }

  /** A member that is null is the text `null`; one that is missing is no text at all. */
  #json(path: string): string {
    const whole = path === "$" && this.#document === undefined ? reprintJson(this.#body()) : undefined;
    if (whole !== undefined) {
      this.#pay(readingCost(whole));
      return whole;
    }
    const found = this.#find(path);
    return found === undefined ? "" : toJson(found, false);
  }

  #allParams(): JavaMap {
    const { path, querystring, header } = this.#request.params;
    this.#params ??= createLazyMap({ path, querystring, header });
    return this.#params;
  }
}

/** A document's value with all that it holds. */
function copyOf(value: Value, pay: (units: number) => void): Value {
  if (value === null || typeof value !== "object") return value;
  if (value.kind === "list") {
    pay(value.items.length);
    return list(
      value.items.map((item) => copyOf(item, pay)),
      value.flavour,
    );
  }
  if (value.kind !== "map") return value;
  pay(value.entries.size);
  const copy = createMap();
  for (const entry of value.entries.all()) copy.entries.set(entry.key, copyOf(entry.value, pay));
  return copy;
}

/** D: "searches for the value in the path, query string, or header value (in that order)". */
export function parameter({ path, querystring, header }: RenderInput["params"], name: string): Value {
  const found = ownMember(path, name) ?? ownMember(querystring, name) ?? ownMember(header, name) ?? "";
  return typeof found === "string" ? found : fromJson(found);
}
