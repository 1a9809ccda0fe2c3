import type { Adapter } from "./adapter.ts";
import { chain } from "./chain.ts";
import { pathParameters } from "./path.ts";
import { type InvalidField, ProblemError } from "./problem.ts";
import type { Declaration } from "./route.ts";
import { issuePath, type Outcome, type Schema } from "./schema.ts";
import type { AnySource } from "./source.ts";
import * as uses from "./uses.ts";
import { path, required } from "./wire.ts";

/**
 * Makes the function that reads and validates a route's input: at once, unless a schema takes its time. It throws
 * one `InvalidInput` problem for all that is wrong.
 */
export const inputReader = (
  declaration: Declaration,
  read: Adapter["read"],
): ((event: unknown, call: { input: unknown }) => void | Promise<void>) => {
  const sources = uses.unchecked ? allSources(declaration) : Object.entries(declaration.input);
  return (event, call) => {
    const input: Record<string, unknown> = {};
    const errors: InvalidField[] = [];
    call.input = input;
    let before: void | Promise<void> | null = null;
    for (const [key, source] of sources)
      before = chain(before, () => {
        const take = ({ issues, value }: Outcome) => {
          input[key] = value;
          if (issues)
            for (const issue of issues) errors.push({ path: issuePath(key, issue), detail: issue.message });
        };
        const validate = uses.unchecked
          ? (source.schema?.["~standard"].validate ?? source.wire.validate ?? accept)
          : (source.schema as Schema)["~standard"].validate;
        const raw = read(event, key, source);
        return chain(
          validate(raw),
          uses.lists
            ? (outcome) => {
                // A value that is refused may be meant in another way.
                const other = outcome.issues && source.wire.reread?.(raw, event, outcome.issues);
                return other === undefined
                  ? take(outcome)
                  : chain(validate(other), (second) => take(second.issues ? outcome : second));
              }
            : take,
        );
      });
    return chain(before, () => {
      if (errors[0])
        throw new ProblemError(
          400,
          "InvalidInput",
          `The input is not valid: ${errors.map((error) => error.path).join(", ")}.`,
          { errors },
        );
    });
  };
};

const accept = (value: unknown): Outcome => ({ value });

/** The declared sources and, for each parameter of the path that none of them reads, one that passes it on. */
export const allSources = (declaration: Declaration): readonly (readonly [string, AnySource])[] => {
  const sources = Object.entries(declaration.input);
  for (const parameter of pathParameters(declaration.path))
    if (!sources.some(([key, { kind, name }]) => kind === "path" && (name || key) === parameter))
      sources.push([parameter, { kind: "path", name: parameter, wire: { ...path, validate: required } }]);
  return sources;
};
