import type { InputDescription, RouteDescription } from "@gatewright/runtime/describe";
import type { Declarations } from "./declarations.ts";
import { GenerateError } from "./generate-error.ts";
import { pascalCase, typeKey } from "./names.ts";
import type { RouteNames } from "./route-names.ts";
import { schemaComment, schemaKind } from "./schema-type.ts";
import { indent } from "./text.ts";

/** What a caller gives to a route: its inputs without what API Gateway fills in. */
export function sentInputs({ input }: RouteDescription): readonly InputDescription[] {
  return input.filter(({ kind }) => kind !== "context" && kind !== "stageVariable");
}

/** Exports the interface of a route's input, when it has one, and returns the parameter of its function. */
export function declareInput(types: Declarations, route: RouteDescription, names: RouteNames): string {
  const inputs = sentInputs(route);
  if (inputs.length === 0) return "input?: NoInput";
  const lines = inputs.flatMap((input) => {
    const { key, required, schema = { type: "string" } } = input;
    refuseObject(route, input);
    const type =
      input.kind === "binary"
        ? "Uint8Array"
        : types.schema(`${names.base}${pascalCase(key)}`, schema, `${route.key}  input.${key}`).text;
    const optional = required ? `: ${type}` : `?: ${type === "unknown" ? type : `${type} | undefined`}`;
    return [...schemaComment(schema), `${typeKey(key)}${optional};`].map(indent);
  });
  types.declare(names.input, { text: `{\n${lines.join("\n")}\n}`, object: true });
  return inputs.some(({ required }) => required) ? `input: ${names.input}` : `input?: ${names.input}`;
}

/** Outside of a body a value is text; an object has no text that a server would read back. */
function refuseObject(route: RouteDescription, { key, kind, schema }: InputDescription): void {
  if (kind === "body" || kind === "form" || schemaKind(schema) !== "object") return;
  throw new GenerateError(
    "UnsendableType",
    `${route.key}  input.${key}: an object cannot be sent as ${kind === "path" ? "a path parameter" : `a ${kind}`}. Send it in the body.`,
  );
}
