import type { Adapter } from "./adapter.ts";
import { chain } from "./chain.ts";
import { pathParameters } from "./path.ts";
import { type InvalidField, ProblemError } from "./problem.ts";
import type { Declaration } from "./route.ts";
import { issuePath, type Outcome } from "./schema.ts";
import type { AnySource } from "./source.ts";
import { path } from "./wire.ts";

type Input = Readonly<Record<string, unknown>>;

/**
 * Makes the function that reads and validates a route's input: at once, unless a schema takes its time. It throws
 * one `InvalidInput` problem for all that is wrong.
 */
export const inputReader = (
  declaration: Declaration,
  adapter: Adapter,
): ((event: unknown) => Input | Promise<Input>) => {
  const sources = allSources(declaration);
  const finish = (outcomes: readonly Outcome[]): Input => {
    const input: Record<string, unknown> = {};
    const errors: InvalidField[] = [];
    let index = 0;
    for (const [key] of sources) {
      const { issues, value } = outcomes[index++] as Outcome & { readonly value?: unknown };
      if (issues)
        for (const issue of issues) errors.push({ path: issuePath(key, issue), detail: issue.message });
      else input[key] = value;
    }
    if (errors.length > 0) throw invalidInput(errors);
    return input;
  };
  return (event) => {
    const outcomes: (Outcome | Promise<Outcome>)[] = [];
    let waiting = false;
    for (const [key, source] of sources) {
      const outcome = validate(source, adapter.read(event, key, source), event);
      waiting ||= outcome instanceof Promise;
      outcomes.push(outcome);
    }
    return waiting ? Promise.all(outcomes).then(finish) : finish(outcomes as Outcome[]);
  };
};

const invalidInput = (errors: readonly InvalidField[]) => {
  const detail = `The input is not valid: ${errors.map(({ path }) => path).join(", ")}.`;
  return new ProblemError({ status: 400, code: "InvalidInput", detail, errors });
};

const validate = (
  { kind, schema, "~wire": wire }: AnySource,
  raw: unknown,
  event: unknown,
): Outcome | Promise<Outcome> => {
  // What has no schema may be missing, but for what the path itself promises and for a body.
  if (!schema)
    return raw === undefined && (kind === "path" || kind === "binary")
      ? { issues: [{ message: "Missing" }] }
      : { value: raw };
  const { validate } = schema["~standard"];
  return chain(validate(raw), (outcome) => {
    // A value that is refused may be meant in another way.
    const other = outcome.issues && wire.reread?.(raw, event, outcome.issues);
    return other === undefined
      ? outcome
      : chain(validate(other), (second) => (second.issues ? outcome : second));
  });
};

/** The declared sources and, for each parameter of the path that none of them reads, one that passes it on. */
export const allSources = ({
  input,
  path: resourcePath,
}: Declaration): readonly (readonly [string, AnySource])[] => {
  const sources = Object.entries(input);
  const unlisted = pathParameters(resourcePath).filter(
    (parameter) => !sources.some(([key, { kind, name }]) => kind === "path" && (name || key) === parameter),
  );
  return [
    ...sources,
    ...unlisted.map((name): [string, AnySource] => [name, { kind: "path", name, "~wire": path }]),
  ];
};
