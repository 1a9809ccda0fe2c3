import { AwsError } from "../../aws-error.ts";
import type { FunctionRecord } from "../function-record.ts";

/** How many invocations run at once. */
export interface Concurrency {
  /**
   * Takes a place among them; what it returns gives the place back.
   *
   * @throws AwsError `TooManyRequestsException`
   */
  enter(record: FunctionRecord): () => void;
}

/** D, Lambda quotas: concurrent executions of an account in a Region. */
const accountConcurrency = 1000;

/** Of one function, all its versions together. */
interface Running {
  count: number;
}

export function createConcurrency(reservedOf: (record: FunctionRecord) => number | undefined): Concurrency {
  const byName = new Map<string, Running>();
  const byRecord = new WeakMap<FunctionRecord, Running>();
  let running = 0;
  const runningOf = (record: FunctionRecord): Running => {
    const known = byRecord.get(record);
    if (known !== undefined) return known;
    const name = `${record.region}/${record.functionName}`;
    const ofFunction = byName.get(name) ?? { count: 0 };
    byName.set(name, ofFunction);
    byRecord.set(record, ofFunction);
    return ofFunction;
  };
  return {
    enter: (record) => {
      const ofFunction = runningOf(record);
      const reserved = reservedOf(record);
      if (reserved !== undefined && ofFunction.count >= reserved) {
        throw tooManyRequests("ReservedFunctionConcurrentInvocationLimitExceeded");
      }
      if (running >= accountConcurrency) throw tooManyRequests("ConcurrentInvocationLimitExceeded");
      ofFunction.count += 1;
      running += 1;
      return () => {
        running -= 1;
        ofFunction.count -= 1;
      };
    },
  };
}

/** R (LocalStack's test_lambda, test_reserved_concurrency). */
function tooManyRequests(reason: string): AwsError {
  return new AwsError("TooManyRequestsException", 429, "Rate Exceeded.", {
    members: { Type: "User", Reason: reason },
  });
}
