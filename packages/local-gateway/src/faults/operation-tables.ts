import { finished } from "../after-transaction.ts";
import type { OperationTable } from "../protocol/operation-table.ts";
import type { Store, Transaction } from "../store/store.ts";
import type { Call } from "./call.ts";
import type { Conditions } from "./conditions.ts";

/** Whose call an operation is part of. */
export type Caller<Context> = (context: Context) => Pick<Call, "accountId" | "region">;

/** The operations as they go under the conditions. */
export function underConditions<Context>(
  conditions: Conditions,
  service: string,
  callerOf: Caller<Context>,
  operations: OperationTable<Context>,
): OperationTable<Context> {
  return mapped(
    operations,
    (operation, name) => (input, context) =>
      conditions.perform({ service, operation: name, input, ...callerOf(context) }, () =>
        operation(input, context),
      ),
  );
}

/** The operations as they go under the conditions, each inside a transaction of its own, which a throw undoes. */
export function inTransactions<Context extends object>(
  conditions: Conditions,
  service: string,
  callerOf: Caller<Context>,
  operations: OperationTable<Context & { readonly store: Transaction }>,
  store: Store,
): OperationTable<Context> {
  return mapped(
    operations,
    (operation, name) => (input, context) =>
      conditions.perform({ service, operation: name, input, ...callerOf(context) }, async (inside) =>
        finished(
          await store.transact((transaction) =>
            inside(transaction, (seen) => operation(input, { ...context, store: seen })),
          ),
        ),
      ),
  );
}

function mapped<From, To>(
  operations: OperationTable<From>,
  change: (operation: OperationTable<From>[string], name: string) => OperationTable<To>[string],
): OperationTable<To> {
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [name, change(operation, name)]),
  );
}
