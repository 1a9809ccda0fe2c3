import { AwsError } from "../aws-error.ts";
import { own } from "../own.ts";

/**
 * Operations by AWS's name. Each is a function from the SDK's input type to its output type; the schema that reads
 * the wire vouches for the input, which is what makes this one type safe for all of them.
 */
export interface OperationTable<Context> {
  readonly [operation: string]: { run(input: object, context: Context): unknown }["run"];
}

/**
 * The function of an operation.
 *
 * @throws AwsError `501 NotImplemented` when the table lacks it.
 */
export function operationOf<Context>(
  { title, operations }: { readonly title: string; readonly operations: OperationTable<Context> },
  name: string,
): OperationTable<Context>[string] {
  const run = own(operations, name);
  if (run === undefined) throw notImplemented(title, name);
  return run;
}

/** The error for what the real service can do and this one cannot. */
export function notImplemented(title: string, what: string): AwsError {
  return new AwsError("NotImplemented", 501, `${what} of ${title} is not implemented by this local gateway.`);
}
