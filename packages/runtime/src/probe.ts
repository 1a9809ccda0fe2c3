import type { Mistake } from "./check-routes.ts";
import type { Outcome, Schema } from "./schema.ts";
import type { Kind } from "./source.ts";

/**
 * Asks a schema what its JSON Schema does not say: whether it takes a missing value, and whether it makes something
 * out of what a caller did not mean, as `z.coerce` does with text.
 */
export const probe = async (
  schema: Schema,
  where: string,
  kind: Kind,
): Promise<{
  readonly required: boolean;
  readonly mistakes: readonly Mistake[];
  readonly warnings: readonly string[];
}> => {
  const missing = await ask(schema, undefined);
  const required = missing === undefined;
  if (kind === "body" || kind === "form") return { required, mistakes: [], warnings: [] };
  const makes = async (given: unknown, trap: unknown): Promise<boolean> =>
    (await ask(schema, given))?.value === trap;
  const mistakes: Mistake[] = [];
  const trapped = (says: string) =>
    mistakes.push({ code: "CoercesAnything", message: `${where}: this schema ${says}.` });
  if (await makes("false", true)) trapped('makes true of the text "false": use z.stringbool()');
  if (await makes(undefined, "undefined"))
    trapped(
      'makes the text "undefined" of a missing value: use z.string(), for what arrives is text already',
    );
  // Useful as it is in most routes, so no mistake: the empty text is what `?page=` sends.
  const warnings = (await makes("", 0))
    ? [
        `${where}: this schema makes 0 of an empty text: z.string().min(1).pipe(z.coerce.number<string>()) refuses it.`,
      ]
    : [];
  return { required, mistakes, warnings };
};

/** What a schema makes of a value; `undefined` where it refuses it. */
export const ask = async (
  schema: Schema,
  value: unknown,
): Promise<{ readonly value: unknown } | undefined> => {
  try {
    const outcome: Outcome = await schema["~standard"].validate(value);
    return outcome.issues === undefined ? outcome : undefined;
  } catch {
    // A check of the user's own may not expect the value.
    return undefined;
  }
};
