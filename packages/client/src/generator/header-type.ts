import type { HeaderKind } from "../routes.ts";
import { schemaKind, schemaType } from "./schema-type.ts";

/** What a declared header's text stands for, for the core and for the compiler. */
export function headerType(schema: unknown): { readonly kind: HeaderKind; readonly type: string } {
  const kind = schemaKind(schema);
  if (kind === "number" || kind === "boolean") return { kind, type: kind };
  if (kind === "array") return { kind: "list", type: "string[]" };
  // Of texts the schema may know which ones; a reference it cannot be asked for.
  const type = kind === "string" ? schemaType(schema, () => "string").text : "string";
  return { kind: "string", type };
}
