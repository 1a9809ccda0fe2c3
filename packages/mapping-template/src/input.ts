import type { Behaviours } from "./behaviours.ts";
import { readJson } from "./json.ts";
import { jsonPath } from "./json-path.ts";
import { toJson } from "./print.ts";
import type { RenderInput } from "./render-input.ts";
import { ValueError } from "./template-error.ts";
import { createLazyMap, createMap, type Host, type JavaMap, type Value } from "./values.ts";

/**
 * `$input`. D: "API Gateway mapping template and access logging variable reference", input variables.
 * R: `test_input_path_template_formatting` for an empty body, lists and maps.
 */
export function createInput(request: RenderInput, behaviours: Behaviours): Host {
  return new Input(request, behaviours);
}

class Input implements Host {
  readonly kind = "host";
  readonly #request: RenderInput;
  readonly #behaviours: Behaviours;
  /** `json` only prints, so its document can be shared; `path` hands out values that a template may change. */
  #document: Value | undefined;
  #params: JavaMap | undefined;

  constructor(request: RenderInput, behaviours: Behaviours) {
    this.#request = request;
    this.#behaviours = behaviours;
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
        return jsonPath(first).find(this.#read()) ?? null;
      default:
        return undefined;
    }
  }

  #body(): string {
    return this.#request.body === "" ? "{}" : this.#request.body;
  }

  #read(): Value {
    const body = this.#body();
    try {
      return readJson(body);
    } catch (error) {
      const isNoJson = error instanceof ValueError && error.code === "TemplateJson";
      if (!isNoJson || this.#behaviours.malformedBody === "error") throw error;
      return body;
    }
  }

  /** A member that is null is the text `null`; one that is missing is no text at all. */
  #json(path: string): string {
    this.#document ??= this.#read();
    const found = jsonPath(path).find(this.#document);
    return found === undefined ? "" : toJson(found, false);
  }

  #allParams(): JavaMap {
    const { path, querystring, header } = this.#request.params;
    this.#params ??= createMap([
      ["path", createLazyMap(path)],
      ["querystring", createLazyMap(querystring)],
      ["header", createLazyMap(header)],
    ]);
    return this.#params;
  }
}

/** D: "searches for the value in the path, query string, or header value (in that order)". */
function parameter({ path, querystring, header }: RenderInput["params"], name: string): string {
  for (const group of [path, querystring, header]) {
    if (Object.hasOwn(group, name)) return group[name] ?? "";
  }
  return "";
}
