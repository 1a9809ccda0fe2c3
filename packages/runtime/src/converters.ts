import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { JsonSchema } from "./description.ts";
import type { Schema } from "./schema.ts";

/*
 * A schema library's way to JSON Schema. None of it is in a Lambda's bundle: `describe` alone imports it. Where the
 * library can say what has no JSON form, and where in the schema, all of it is asked for at once.
 */

export interface Converted {
  readonly json: JsonSchema;
  readonly problems: readonly ConversionProblem[];
}

export interface ConversionProblem {
  readonly code: "NoJsonSchema" | "NoJsonForm";
  /** Where it is, below the schema that was converted. */
  readonly path: readonly string[];
  readonly says: string;
}

type Direction = "input" | "output";

/** Converts a schema by its own converter, or by its vendor's from the user's dependencies. */
export const convert = async (schema: Schema, direction: Direction): Promise<Converted> => {
  const { vendor } = schema["~standard"];
  const byVendor = vendors.get(vendor);
  // valibot's, made by `toStandardJsonSchema`, is a converter and no schema of valibot's any more.
  if (byVendor === undefined || (vendor === "valibot" && "jsonSchema" in schema["~standard"]))
    return standard(schema, direction);
  const module = byVendor.package === undefined ? {} : await importFromProject(byVendor.package);
  if (module !== undefined) return byVendor.convert(schema, direction, module);
  return "jsonSchema" in schema["~standard"]
    ? standard(schema, direction)
    : noConverter(`this schema (${vendor}) has no JSON Schema of its own: npm install ${byVendor.package}`);
};

interface Vendor {
  /** The package that converts, when the schema cannot itself. */
  readonly package?: string;
  readonly convert: (schema: Schema, direction: Direction, module: object) => Converted;
}

// What the packages export is written down here as far as it is used; a package that exports something else ends in
// the error that the caller gets from `attempt`.
const vendors: ReadonlyMap<string, Vendor> = new Map<string, Vendor>([
  [
    "zod",
    {
      package: "zod",
      convert: (schema, io, module) =>
        attempt((problems) => {
          const { toJSONSchema } = module as { toJSONSchema: ZodConverter };
          return toJSONSchema(schema, {
            io,
            unrepresentable: "any",
            override: ({ zodSchema, path }) => {
              const { type } = zodSchema._zod.def;
              const says = zodWithoutJson[type];
              // The output of a transformation is known to nobody; what it takes is another member of a pipe.
              if (says !== undefined && (type !== "transform" || io === "output"))
                problems.push({ code: "NoJsonForm", path: memberPath(path), says });
            },
          });
        }),
    },
  ],
  [
    "valibot",
    {
      package: "@valibot/to-json-schema",
      convert: (schema, typeMode, module) =>
        attempt((problems) => {
          const { toJsonSchema } = module as { toJsonSchema: ValibotConverter };
          const json = toJsonSchema(schema, { typeMode, errorMode: "ignore", target: "draft-2020-12" });
          for (const { path, error } of valibotErrors(schema, [], (one) =>
            toJsonSchema(one, { typeMode, errorMode: "throw", target: "draft-2020-12" }),
          )) {
            problems.push({ code: "NoJsonForm", path, says: `${sentence(error)} ${replaceDate(error)}` });
          }
          return json;
        }),
    },
  ],
  [
    "arktype",
    {
      convert: (schema, direction) =>
        attempt((problems) => {
          const { in: taken, out: given } = schema as unknown as { in: ArkType; out: ArkType };
          return (direction === "input" ? taken : given).toJsonSchema({
            fallback: (context) => {
              problems.push({
                code: "NoJsonForm",
                path: [],
                says: `a schema with ${context.code} has no JSON form. ${replaceDate(context.code)}`,
              });
              return context.base;
            },
          });
        }),
    },
  ],
]);

type ZodConverter = (
  schema: Schema,
  options: {
    readonly io: Direction;
    readonly unrepresentable: "any";
    readonly override: (context: {
      readonly zodSchema: { readonly _zod: { readonly def: { readonly type: string } } };
      readonly path: readonly (string | number)[];
    }) => void;
  },
) => JsonSchema;

type ValibotConverter = (
  schema: unknown,
  options: { readonly typeMode: Direction; readonly errorMode: "ignore" | "throw"; readonly target: string },
) => JsonSchema;

interface ArkType {
  toJsonSchema(options: {
    readonly fallback: (context: { readonly code: string; readonly base: JsonSchema }) => JsonSchema;
  }): JsonSchema;
}

const useText = "Use z.iso.datetime(), or a z.codec from it to z.date() if the handler should get a Date.";

const zodWithoutJson: Readonly<Record<string, string>> = {
  date: `z.date() has no JSON form; on the wire a date is text. ${useText}`,
  bigint: "z.bigint() has no JSON form. Use z.string(), or z.int() where the values are small.",
  symbol: "z.symbol() has no JSON form. Use z.string() or z.enum([…]).",
  undefined: "z.undefined() has no JSON form. Use .optional() on the member, or null as the output.",
  void: "z.void() has no JSON form. Use null as the output.",
  map: "z.map() has no JSON form. Use z.record(…).",
  set: "z.set() has no JSON form. Use z.array(…).",
  nan: "z.nan() has no JSON form. Use z.null().",
  function: "z.function() has no JSON form. Leave it out.",
  promise: "z.promise() has no JSON form. Use the schema inside it.",
  custom:
    "z.custom() and z.instanceof() say nothing of their JSON form. Use a schema that does, with .refine(…).",
  transform: "what .transform(…) gives is not known. Follow it by .pipe(schema).",
};

/** `["properties", "order", "properties", "due"]` → `["order", "due"]`. */
const memberPath = (path: readonly (string | number)[]): readonly string[] =>
  path.flatMap((part, index) =>
    path[index - 1] === "properties" ? [String(part)] : part === "items" ? ["0"] : [],
  );

const replaceDate = (says: string): string =>
  /date/i.test(says)
    ? "On the wire a date is text: use a schema of ISO text."
    : "Use a schema of what is sent: text, numbers, booleans, lists and objects.";

const sentence = (text: string): string => text.split("\n")[0]?.replace(/[.\s]*$/, ".") ?? "";

/** valibot's converter says what, but not where: each member is tried alone. */
const valibotErrors = (
  schema: unknown,
  path: readonly string[],
  convertOne: (schema: unknown) => unknown,
): readonly { readonly path: readonly string[]; readonly error: string }[] => {
  try {
    convertOne(schema);
    return [];
  } catch (error) {
    const { entries, item, wrapped } = schema as { entries?: object; item?: unknown; wrapped?: unknown };
    const members: (readonly [readonly string[], unknown])[] = [
      ...Object.entries(entries ?? {}).map(([key, one]) => [[...path, key], one] as const),
      ...(item === undefined ? [] : [[[...path, "0"], item] as const]),
      ...(wrapped === undefined ? [] : [[path, wrapped] as const]),
    ];
    const inside = members.flatMap(([at, one]) => valibotErrors(one, at, convertOne));
    return inside.length > 0
      ? inside
      : [{ path, error: error instanceof Error ? error.message : String(error) }];
  }
};

/** Standard JSON Schema: the converters that a schema itself may bring (standardschema.dev). */
const standard = (schema: Schema, direction: Direction): Converted => {
  const {
    vendor,
    jsonSchema,
  }: Schema["~standard"] & {
    readonly jsonSchema?: Readonly<Record<Direction, (options: { readonly target: string }) => JsonSchema>>;
  } = schema["~standard"];
  return jsonSchema === undefined
    ? noConverter(`this schema (${vendor}) has no JSON Schema of its own. Use one of zod, valibot or arktype`)
    : attempt(() => jsonSchema[direction]({ target: "draft-2020-12" }));
};

const noConverter = (says: string): Converted => ({
  json: {},
  problems: [{ code: "NoJsonSchema", path: [], says: `${says}.` }],
});

const attempt = (run: (problems: ConversionProblem[]) => JsonSchema): Converted => {
  const problems: ConversionProblem[] = [];
  try {
    const { $schema: _, "~standard": __, ...json } = run(problems);
    return { json, problems };
  } catch (error) {
    const says = sentence(error instanceof Error ? error.message : String(error));
    return { json: {}, problems: [{ code: "NoJsonForm", path: [], says: `${says} ${replaceDate(says)}` }] };
  }
};

/** A package of the user's project, wherever the runtime itself is installed. */
const importFromProject = async (name: string): Promise<object | undefined> => {
  try {
    return await import(name);
  } catch {
    try {
      const file = createRequire(join(process.cwd(), "package.json")).resolve(name);
      return await import(pathToFileURL(file).href);
    } catch {
      return undefined;
    }
  }
};
