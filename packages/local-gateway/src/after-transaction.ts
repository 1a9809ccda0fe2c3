const work = Symbol("work for after the transaction");

/** What an operation returns whose answer takes longer than its transaction may. */
export interface AfterTransaction {
  readonly [work]: () => Promise<unknown>;
}

/** Has the rest of an operation done when its transaction is over, so that others do not wait for it. */
export function afterTransaction(rest: () => Promise<unknown>): AfterTransaction {
  return { [work]: rest };
}

/** The answer of an operation whose transaction is over. */
export function finished(result: unknown): unknown {
  return isAfterTransaction(result) ? result[work]() : result;
}

function isAfterTransaction(result: unknown): result is AfterTransaction {
  return typeof result === "object" && result !== null && work in result;
}
