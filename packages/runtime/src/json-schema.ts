import { isRecord } from "./adapter.ts";
import { canonical } from "./canonical.ts";
import { type Mistake, RouteError } from "./check-routes.ts";
import { convert } from "./converters.ts";
import type { JsonSchema } from "./description.ts";
import type { Schema } from "./schema.ts";

/** Converts the schemas of an API, and keeps what has no JSON form, so that all of it is said at once. */
export interface JsonSchemas {
  /** The JSON Schema of what a caller sends. `where` is said when there is none. */
  readonly input: (schema: Schema, where: string) => Promise<JsonSchema>;
  /**
   * The JSON Schema of what the handler answers. Members that it does not name stay allowed: a client must not break
   * when an answer gains one. A schema that transforms is refused: answers are checked, never changed.
   */
  readonly output: (schema: Schema, where: string) => Promise<JsonSchema>;
  readonly mistakes: Mistake[];
  /** What works, and perhaps not as meant. */
  readonly warnings: string[];
  /** @throws RouteError when there are mistakes. */
  readonly refuse: () => void;
}

export const jsonSchemas = (): JsonSchemas => {
  const mistakes: Mistake[] = [];
  const convertOrNote = async (schema: Schema, direction: "input" | "output", where: string) => {
    const { json, problems } = await convert(schema, direction);
    mistakes.push(
      ...problems.map(
        ({ code, path, says }): Mistake => ({
          code,
          message: `${[where, ...path].join(".")}: ${says}`,
        }),
      ),
    );
    return { json, fine: problems.length === 0 };
  };
  return {
    mistakes,
    warnings: [],
    input: async (schema, where) => (await convertOrNote(schema, "input", where)).json,
    output: async (schema, where) => {
      const output = await convertOrNote(schema, "output", where);
      const json = open(output.json) as JsonSchema;
      if (!output.fine) return json;
      const { json: input, problems } = await convert(schema, "input");
      if (problems.length > 0 || canonical(open(input)) !== canonical(json)) {
        mistakes.push({
          code: "OutputTransforms",
          message: `${where}: an answer is checked and never changed, but this schema makes something else of what it gets: leave out what transforms, coerces or sets a default.`,
        });
      }
      return json;
    },
    refuse: () => {
      const [first, ...others] = mistakes;
      if (first !== undefined) throw new RouteError([first, ...others]);
    },
  };
};

const open = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(open);
  if (!isRecord(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword, value]) => !(keyword === "additionalProperties" && value === false))
      .map(([keyword, value]) => [keyword, open(value)]),
  );
};
