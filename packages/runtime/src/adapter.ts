import type { MiddlewareObj } from "@middy/core";
import type { Context } from "aws-lambda/handler.js";
import type { ProblemError } from "./problem.ts";
import type { Answered, Ongoing, OutputDeclaration } from "./reply.ts";
import type { Declaration } from "./route.ts";
import type { AnySource } from "./source.ts";
import * as uses from "./uses.ts";

/** What differs between the two integrations. `proxy.ts` and `custom.ts` are the two values of this type. */
export interface Adapter {
  /** Throws when the event is of a service that the adapter would misread. */
  accept(event: unknown): void;
  /** Reads one member of the input: text, a list of texts, JSON, bytes, or `undefined` where there is none. */
  read(event: unknown, key: string, source: AnySource): unknown;
  /** Turns the handler's answer into what the function returns. */
  write(
    answer: Answered,
    output: OutputDeclaration,
    outputs: readonly OutputDeclaration[],
    call: Ongoing,
  ): unknown | Promise<unknown>;
  /** The id of the request at API Gateway; else at Lambda. */
  id(event: unknown, lambda: Context): string;
  /** The last form of an error: what the function, or the middleware below, answers with. */
  fail(problem: ProblemError, id: string, declaration: Pick<Declaration, "errors">): unknown;
  /** The last to see an error. */
  readonly net: MiddlewareObj[];
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The own member of a record, `undefined` where there is no record or no such member. */
export const member = (value: unknown, name: string): unknown => {
  const record = value as Readonly<Record<string, unknown>> | null | undefined;
  return uses.inherited ? (record && Object.hasOwn(record, name) ? record[name] : undefined) : record?.[name];
};

export const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;
