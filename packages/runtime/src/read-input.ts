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
  read: Adapter["read"],
): ((event: unknown) => Input | Promise<Input>) => {
  const sources = allSources(declaration);
  return (event) => {
    const input: Record<string, unknown> = {};
    const errors: InvalidField[] = [];
    const waiting: Promise<void>[] = [];
    for (const [key, source] of sources) {
      const validated = chain(validate(source, read(event, key, source), event), (outcome) => {
        if (outcome.issues)
          for (const issue of outcome.issues)
            errors.push({ path: issuePath(key, issue), detail: issue.message });
        else input[key] = outcome.value;
      });
      if (validated) waiting.push(validated);
      // Another input may end the call before this one is waited for.
      validated?.catch(() => {});
    }
    const finish = (): Input => {
      if (errors[0])
        throw new ProblemError(
          400,
          "InvalidInput",
          `The input is not valid: ${errors.map(({ path }) => path).join(", ")}.`,
          { errors },
        );
      return input;
    };
    return waiting[0] ? Promise.all(waiting).then(finish) : finish();
  };
};

const validate = (
  { kind, schema, wire }: AnySource,
  raw: unknown,
  event: unknown,
): Outcome | Promise<Outcome> => {
  // What has no schema may be missing only where API Gateway fills it in.
  if (!schema)
    return raw === undefined && kind !== "context" ? { issues: [{ message: "Missing" }] } : { value: raw };
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
export const allSources = (declaration: Declaration): readonly (readonly [string, AnySource])[] => {
  const sources = Object.entries(declaration.input);
  for (const parameter of pathParameters(declaration.path))
    if (!sources.some(([key, { kind, name }]) => kind === "path" && (name || key) === parameter))
      sources.push([parameter, { kind: "path", name: parameter, wire: path }]);
  return sources;
};
