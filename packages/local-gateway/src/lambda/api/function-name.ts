import type { Reader } from "../../store/store.ts";
import { type Kind, kind } from "../../store/tables.ts";
import type { FunctionRecord } from "../function-record.ts";
import { invalidParameter, resourceNotFound } from "./errors.ts";

/** Key: region, function name. */
export const functions: Kind<FunctionRecord> = kind("function");

interface Place {
  readonly accountId: string;
  readonly region: string;
}

export interface FunctionName extends Place {
  readonly name: string;
  readonly qualifier: string | undefined;
}

/** D: a name, `account:function:name` or a whole ARN, each with a version or alias at its end if need be. */
const FORM =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:([a-z]{2}(?:-gov)?-[a-z]+-\d):)?(?:(\d{12}):)?(?:function:)?([a-zA-Z0-9-_]+)(?::(\$LATEST|[a-zA-Z0-9-_]+))?$/;

/** Reads how a caller named a function; what the name leaves out is the caller's own. */
export function parseFunctionName(text: string, caller: Place): FunctionName | undefined {
  const [matched, region, accountId, name, qualifier] = FORM.exec(text) ?? [];
  if (matched === undefined || name === undefined) return undefined;
  return { region: region ?? caller.region, accountId: accountId ?? caller.accountId, name, qualifier };
}

export function functionArn({ accountId, region }: Place, name: string): string {
  return `arn:aws:lambda:${region}:${accountId}:function:${name}`;
}

/**
 * Finds the function that an operation names. There are no published versions or aliases yet, so `$LATEST` is the
 * only qualifier that names something.
 *
 * @throws AwsError `ResourceNotFoundException`.
 */
export function findFunction(
  store: Reader,
  caller: Place,
  text: string,
  qualifierParameter?: string | undefined,
): FunctionRecord {
  const parsed = parseFunctionName(text, caller);
  if (parsed === undefined) throw invalidParameter(`The function name ${text} is not valid.`);
  if (
    parsed.qualifier !== undefined &&
    qualifierParameter !== undefined &&
    parsed.qualifier !== qualifierParameter
  ) {
    throw invalidParameter(
      "The derived qualifier from the function name does not match the specified qualifier.",
    );
  }
  const qualifier = qualifierParameter ?? parsed.qualifier;
  const record = store.get(functions, parsed.region, parsed.name);
  const isThere =
    record !== undefined && parsed.accountId === caller.accountId && parsed.region === caller.region;
  if (!isThere || (qualifier !== undefined && qualifier !== "$LATEST")) {
    const arn = functionArn(parsed, parsed.name);
    throw resourceNotFound(`Function not found: ${qualifier === undefined ? arn : `${arn}:${qualifier}`}`);
  }
  return record;
}

/** The function that an ARN names, for the data plane and the runner. */
export function findFunctionByArn(store: Reader, accountId: string, arn: string): FunctionRecord | undefined {
  const parsed = arn.startsWith("arn:") ? parseFunctionName(arn, { accountId, region: "" }) : undefined;
  if (parsed === undefined || parsed.accountId !== accountId) return undefined;
  if (parsed.qualifier !== undefined && parsed.qualifier !== "$LATEST") return undefined;
  return store.get(functions, parsed.region, parsed.name);
}
