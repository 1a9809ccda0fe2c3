import { readJson } from "./java/json.ts";
import { display, toJson } from "./java/print.ts";
import { nowhere } from "./position.ts";
import { TemplateError, ValueError } from "./template-error.ts";
import { jsonPath } from "./variables/json-path.ts";

/** A JSON text as `$input.path` reads it, for what asks it for one value: a parameter mapping. */
export interface JsonDocument {
  /**
   * What a JSONPath such as `$.pets[0].name` finds, as text: a string without its quotes, a list or an object as JSON;
   * undefined for null and for nothing.
   * @throws TemplateError `TemplateJsonPath` for a path that cannot be read, `TemplateBudget` for one that finds too much.
   */
  textAt(path: string): string | undefined;
}

/** Values that a path may look at. */
const maximumValues = 1_000_000;

/** @throws TemplateError `TemplateJson` when the text is not JSON, `TemplateTooDeep` when it nests too deep. */
export function jsonDocument(text: string): JsonDocument {
  const root = orTemplateError(() => readJson(text));
  return {
    textAt: (path) =>
      orTemplateError(() => {
        let left = maximumValues;
        const found = jsonPath(path).find(root, (values) => {
          left -= values;
          if (left < 0) throw new ValueError("TemplateBudget", `${path} looks at too many values`);
        });
        if (found === undefined || found === null) return undefined;
        return typeof found === "object" && (found.kind === "map" || found.kind === "list")
          ? toJson(found, false)
          : display(found);
      }),
  };
}

function orTemplateError<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw new TemplateError(error.code, error.message, nowhere, error);
  }
}
