import { type Errors, ProblemError } from "./problem.ts";

/** The functions of `fail`: one for each declared error, each throws by itself. */
export const failures = (
  errors: Errors,
): Readonly<Record<string, (detail: string, details?: unknown) => never>> =>
  Object.fromEntries(
    Object.entries(errors).map(([code, declared]) => {
      const status = typeof declared === "number" ? declared : declared.status;
      const fail = (detail: string, details?: unknown): never => {
        throw new ProblemError({ status, code, detail, ...(details !== undefined && { details }) });
      };
      return [code, fail];
    }),
  );
