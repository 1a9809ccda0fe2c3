import type {
  Concurrency,
  DeleteFunctionConcurrencyRequest,
  GetAccountSettingsResponse,
  GetFunctionConcurrencyRequest,
  GetFunctionConcurrencyResponse,
  PutFunctionConcurrencyRequest,
} from "@aws-sdk/client-lambda";
import type { Checked } from "../../protocol/checked.ts";
import type { Transaction } from "../../store/store.ts";
import type { FunctionRecord } from "../function-record.ts";
import type { LambdaContext } from "./context.ts";
import { invalidParameter, resourceNotFound, untypedInvalidParameter } from "./errors.ts";
import { findFunction, functions, versions } from "./find-function.ts";
import { functionArn, parseQualified } from "./function-name.ts";

/** D, Lambda quotas: concurrent executions of an account in a Region, and how many of them cannot be reserved. */
const accountConcurrency = 1000;
const unreservedMinimum = 100;

// R test_function_concurrency, test_function_concurrency_exceptions, test_function_concurrency_limits

export function PutFunctionConcurrency(
  input: Checked<PutFunctionConcurrencyRequest>,
  context: LambdaContext,
): Promise<Concurrency> {
  return context.store.transact((store) => {
    const record = findUnqualified(store, context, input.FunctionName);
    const others = store
      .list(functions, context.region)
      .filter(({ functionName }) => functionName !== record.functionName);
    if (accountConcurrency - reservedBy(others) - input.ReservedConcurrentExecutions < unreservedMinimum) {
      throw untypedInvalidParameter(
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below " +
          `its minimum value of [${unreservedMinimum}].`,
      );
    }
    store.put(functions, [record.region, record.functionName], {
      ...record,
      reservedConcurrency: input.ReservedConcurrentExecutions,
      revisionId: context.ids.uuid(),
    });
    return { ReservedConcurrentExecutions: input.ReservedConcurrentExecutions };
  });
}

export function GetFunctionConcurrency(
  input: Checked<GetFunctionConcurrencyRequest>,
  context: LambdaContext,
): GetFunctionConcurrencyResponse {
  return concurrencyOf(findFunction(context.store, context, input.FunctionName)) ?? {};
}

export function DeleteFunctionConcurrency(
  input: Checked<DeleteFunctionConcurrencyRequest>,
  context: LambdaContext,
): Promise<void> {
  return context.store.transact((store) => {
    const { reservedConcurrency: _, ...record } = findUnqualified(store, context, input.FunctionName);
    store.put(functions, [record.region, record.functionName], {
      ...record,
      revisionId: context.ids.uuid(),
    });
  });
}

/** What is used is counted; the limits are AWS's defaults, in bytes where they are sizes (D, Lambda quotas). */
export function GetAccountSettings(_input: object, context: LambdaContext): GetAccountSettingsResponse {
  const all = context.store.list(functions, context.region);
  const packages = [...all, ...context.store.list(versions, context.region)];
  return {
    AccountLimit: {
      TotalCodeSize: 80_530_636_800,
      CodeSizeUnzipped: 262_144_000,
      CodeSizeZipped: 52_428_800,
      ConcurrentExecutions: accountConcurrency,
      UnreservedConcurrentExecutions: accountConcurrency - reservedBy(all),
    },
    AccountUsage: {
      TotalCodeSize: packages.reduce((sum, { codeSize }) => sum + codeSize, 0),
      FunctionCount: all.length,
    },
  };
}

export function concurrencyOf(
  record: FunctionRecord,
): { readonly ReservedConcurrentExecutions: number } | undefined {
  return record.reservedConcurrency === undefined
    ? undefined
    : { ReservedConcurrentExecutions: record.reservedConcurrency };
}

function reservedBy(records: readonly FunctionRecord[]): number {
  return records.reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0);
}

function findUnqualified(store: Transaction, context: LambdaContext, text: string): FunctionRecord {
  const { name, qualifier } = parseQualified(text, context);
  if (qualifier !== undefined) {
    throw invalidParameter(
      "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. " +
        "Please specify either a function name or an unqualified function ARN.",
    );
  }
  const record = store.get(functions, context.region, name);
  if (record === undefined) {
    throw resourceNotFound(`Function not found: ${functionArn(context, name)}:$LATEST`);
  }
  return record;
}
