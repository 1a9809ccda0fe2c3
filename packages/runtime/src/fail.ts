import { type Errors, ProblemError, statusOf } from "./problem.ts";

/** The functions of `fail`: one for each declared error, each throws by itself. */
export const failures = (
  errors: Errors,
): Readonly<Record<string, (detail: string, details?: unknown) => never>> =>
  Object.fromEntries(
    Object.entries(errors).map(([code, declared]) => [
      code,
      (detail, details) => {
        throw new ProblemError(statusOf(declared), code, detail, { details });
      },
    ]),
  );
