import type { Clock } from "../effects.ts";
import type { Invocation, InvocationResult } from "../lambda/invoke.ts";
import type { RawRequest, RawResponse } from "./raw-http.ts";
import type { Refusal } from "./refusal.ts";

/**
 * What happened to one request, box by box, as it happened. Logs, pages and terminal lines are printings of it: it
 * holds what the boxes had in their hands, uncopied and unmasked, so that a request costs the same whether anybody
 * looks at its record or not.
 */
export interface RequestRecord {
  readonly requestId: string;
  readonly restApiId: string;
  readonly stageName: string;
  readonly method: string;
  /** The path after the stage, as it was sent. */
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly milliseconds: number;
  readonly status: number;
  /** Why the gateway itself answered, in plain words; absent when the integration answered. */
  readonly reason?: string;
  readonly refusal?: Refusal;
  /** Such as `/orders/{id}`; absent when no method was found. */
  readonly resourcePath?: string;
  readonly request: RawRequest;
  readonly response: RawResponse;
  readonly boxes: readonly BoxRecord[];
  /** The functions that were invoked for the request and have answered, authorizers too. */
  readonly calls: readonly CallRecord[];
}

/** What went into a box and what came out, or why it refused. */
export interface BoxRecord {
  readonly box: BoxName;
  readonly startedAt: number;
  readonly milliseconds: number;
  readonly input: unknown;
  readonly outcome:
    | { readonly kind: "passed"; readonly output: unknown }
    | { readonly kind: "refused"; readonly error: unknown };
}

export type BoxName =
  | "parse-request"
  | "route"
  | "authorizer"
  | "usage-plan"
  | "method-request"
  | "cache"
  | "integration-request"
  | "integration"
  | "integration-response"
  | "method-response"
  | "gateway-response"
  | "compression";

/** A function that a box invoked, and its answer. */
export interface CallRecord {
  readonly box: BoxName;
  readonly startedAt: number;
  readonly milliseconds: number;
  readonly invocation: Invocation;
  readonly result: InvocationResult;
}

/** Runs a box and appends what it did to `boxes`, also when it throws. */
export async function recorded<Input, Output>(
  boxes: BoxRecord[],
  clock: Clock,
  box: BoxName,
  input: Input,
  run: (input: Input) => Output | Promise<Output>,
): Promise<Output> {
  const startedAt = clock();
  const append = (outcome: BoxRecord["outcome"]) =>
    boxes.push({ box, startedAt, milliseconds: clock() - startedAt, input, outcome });
  try {
    const output = await run(input);
    append({ kind: "passed", output });
    return output;
  } catch (error) {
    append({ kind: "refused", error });
    throw error;
  }
}

/** The caller of functions, appending to `calls` what they were sent and what they answered. */
export function noting<Caller extends { invoke(invocation: Invocation): Promise<InvocationResult> }>(
  caller: Caller,
  box: BoxName,
  calls: CallRecord[],
  clock: Clock,
): Caller {
  return {
    ...caller,
    invoke: async (invocation: Invocation) => {
      const startedAt = clock();
      const result = await caller.invoke(invocation);
      calls.push({ box, startedAt, milliseconds: clock() - startedAt, invocation, result });
      return result;
    },
  };
}
