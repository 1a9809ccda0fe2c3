import type { Adapter } from "./adapter.ts";
import { pathParameters } from "./path.ts";
import { type InvalidField, issuePath, ProblemError } from "./problem.ts";
import type { Declaration } from "./route.ts";
import type { Outcome, Schema } from "./schema.ts";
import type { AnySource } from "./source.ts";

/**
 * Makes the function that reads and validates a route's input. It throws one `InvalidInput` problem for all that
 * is wrong.
 */
export const inputReader = (
  declaration: Declaration,
  adapter: Adapter,
): ((event: unknown) => Promise<Readonly<Record<string, unknown>>>) => {
  const sources = allSources(declaration);
  return async (event) => {
    const input: Record<string, unknown> = {};
    const invalid: InvalidField[] = [];
    for (const [key, source] of sources) {
      const raw = adapter.read(event, key, source);
      if (source.schema === undefined) {
        input[key] = raw;
        continue;
      }
      let outcome = validate(source.schema, source, raw);
      if (outcome instanceof Promise) outcome = await outcome;
      if (outcome.issues === undefined) input[key] = outcome.value;
      else
        invalid.push(
          ...outcome.issues.map((issue) => ({ path: issuePath(key, issue), detail: issue.message })),
        );
    }
    if (invalid.length > 0) {
      throw new ProblemError({
        status: 400,
        code: "InvalidInput",
        detail: `The input is not valid: ${invalid.map((field) => field.path).join(", ")}.`,
        errors: invalid,
      });
    }
    return input;
  };
};

/** The declared sources and, for each parameter of the path that none of them reads, one that passes it on. */
export const allSources = ({
  input,
  path: resourcePath,
}: Declaration): readonly (readonly [string, AnySource])[] => {
  const sources = Object.entries(input);
  const listed = new Set(
    sources.flatMap(([key, { kind, name }]) => (kind === "path" ? [name === "" ? key : name] : [])),
  );
  const unlisted = pathParameters(resourcePath).filter((name) => !listed.has(name));
  return [...sources, ...unlisted.map((name): [string, AnySource] => [name, { kind: "path", name }])];
};

/**
 * A single text may be the only member of a list, and of several texts a schema may want just one: then it gets
 * the last, as API Gateway's own single-value maps have it. Which of the two a schema wants, it is asked.
 */
const validate = (schema: Schema, source: AnySource, raw: unknown): Outcome | Promise<Outcome> => {
  const ask = (value: unknown) => schema["~standard"].validate(value);
  const first = ask(raw);
  const other = alternative(source, raw);
  if (other === undefined) return first;
  const decide = (outcome: Outcome, second: () => Outcome | Promise<Outcome>): Outcome | Promise<Outcome> => {
    if (outcome.issues === undefined) return outcome;
    const retried = second();
    return retried instanceof Promise
      ? retried.then((value) => (value.issues === undefined ? value : outcome))
      : retried.issues === undefined
        ? retried
        : outcome;
  };
  return first instanceof Promise
    ? first.then((outcome) => decide(outcome, () => ask(other.value)))
    : decide(first, () => ask(other.value));
};

const alternative = ({ kind }: AnySource, raw: unknown): { readonly value: unknown } | undefined => {
  if (kind !== "query" && kind !== "header") return undefined;
  if (typeof raw === "string") return { value: [raw] };
  return Array.isArray(raw) ? { value: raw.at(-1) } : undefined;
};
