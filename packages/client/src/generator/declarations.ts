import type { JsonSchema } from "@gatewright/runtime/describe";
import { GenerateError } from "./generate-error.ts";
import { type Names, pascalCase } from "./names.ts";
import { isSchema, type Refer, schemaComment, schemaType, type TypeText } from "./schema-type.ts";

/** The exported types of a generated file, in the order in which they were first needed. */
export interface Declarations {
  readonly texts: readonly string[];
  /** Exports a type whose name was taken before. */
  declare(name: string, type: TypeText, comment?: readonly string[]): void;
  /** Exports the type of a schema under a name that was taken before. */
  declareSchema(name: string, document: JsonSchema, where: string): void;
  /** The type of a schema: itself when it is short, else the name, from `name` on, that it is exported under. */
  schema(name: string, document: JsonSchema, where: string): TypeText;
}

export function createDeclarations(names: Names): Declarations {
  const texts: string[] = [];
  /** Definitions that were exported, by all that they say: many routes may use the same one. */
  const shared = new Map<string, string>();

  const reserve = (): ((text: string) => void) => {
    const index = texts.push("") - 1;
    return (text) => {
      texts[index] = text;
    };
  };

  const references = (
    root: string | undefined,
    owner: string,
    document: JsonSchema,
    where: string,
  ): Refer => {
    const known = new Map<string, string>(root === undefined ? [] : [["#", root]]);
    const refer: Refer = (reference) => {
      const before = known.get(reference);
      if (before !== undefined) return before;
      const schema = resolve(document, reference, where);
      const contents = reference + JSON.stringify([...closure(document, reference, where)]);
      const exported = shared.get(contents);
      const own = pascalCase(reference.split("/").at(-1)?.replace("#", "") || owner);
      const name = exported ?? names.take(names.isFree(own) ? own : `${owner}${own}`);
      known.set(reference, name);
      if (exported !== undefined) return name;
      shared.set(contents, name);
      const write = reserve();
      write(exportText(name, schemaType(schema, refer), schemaComment(schema)));
      return name;
    };
    return refer;
  };

  const declareSchema = (name: string, document: JsonSchema, where: string): void => {
    const write = reserve();
    const type = schemaType(document, references(name, name, document, where));
    write(exportText(name, type, schemaComment(document)));
  };

  return {
    texts,
    declare: (name, type, comment = []) => reserve()(exportText(name, type, comment)),
    declareSchema,
    schema(wanted, document, where) {
      if (refersToItself(document)) {
        const name = names.take(wanted);
        declareSchema(name, document, where);
        return { text: name };
      }
      const type = schemaType(document, references(undefined, wanted, document, where));
      if (!type.text.includes("\n")) return type;
      const name = names.take(wanted);
      reserve()(exportText(name, type, schemaComment(document)));
      return { text: name };
    },
  };
}

function refersToItself(document: JsonSchema): boolean {
  let found = false;
  JSON.stringify(document, (key, value: unknown) => {
    found ||= key === "$ref" && value === "#";
    return value;
  });
  return found;
}

function exportText(name: string, { text, object }: TypeText, comment: readonly string[]): string {
  return [
    ...comment,
    object ? `export interface ${name} ${text}` : `export type ${name} =${text.replace(/^(?!\n)/, " ")};`,
  ].join("\n");
}

/** The schema that a reference within its own document points to (RFC 6901). */
function resolve(document: JsonSchema, reference: string, where: string): unknown {
  const [start, ...path] = reference.split("/");
  const found = path.reduce<unknown>((schema, part) => {
    const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(schema)) return schema[Number(key)];
    return isSchema(schema) && Object.hasOwn(schema, key) ? schema[key] : undefined;
  }, document);
  if (start === "#" && found !== undefined) return found;
  throw new GenerateError(
    "UnknownReference",
    `${where}: $ref ${JSON.stringify(reference)} points to nothing in its schema. Put what it names into $defs.`,
  );
}

/** All that a reference leads to, by reference. */
function closure(document: JsonSchema, reference: string, where: string): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  const visit = (next: string): void => {
    if (found.has(next)) return;
    const schema = resolve(document, next, where);
    found.set(next, schema);
    JSON.stringify(schema, (key, value: unknown) => {
      if (key === "$ref" && typeof value === "string") visit(value);
      return value;
    });
  };
  visit(reference);
  return found;
}
