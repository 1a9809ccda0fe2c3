import { invalidParameter } from "./errors.ts";

/** Where an operation works. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

export interface FunctionName extends Place {
  readonly name: string;
  readonly qualifier: string | undefined;
}

/** D: a name, `account:function:name` or a whole ARN, each with a version or alias at its end if need be. */
const form =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:([a-z]{2}(?:-gov)?-[a-z]+-\d):)?(?:(\d{12}):)?(?:function:)?([a-zA-Z0-9-_]+)(?::(\$LATEST|[a-zA-Z0-9-_]+))?$/;

/** Reads how a caller named a function; what the name leaves out is the caller's own. */
export function parseFunctionName(text: string, caller: Place): FunctionName | undefined {
  const [matched, region, accountId, name, qualifier] = form.exec(text) ?? [];
  if (matched === undefined || name === undefined) return undefined;
  return { region: region ?? caller.region, accountId: accountId ?? caller.accountId, name, qualifier };
}

export function functionArn({ accountId, region }: Place, name: string): string {
  return `arn:aws:lambda:${region}:${accountId}:function:${name}`;
}

/**
 * Reads a name and the qualifier that may come with it or apart from it.
 *
 * @throws AwsError `InvalidParameterValueException` when the two qualifiers differ.
 */
export function parseQualified(text: string, caller: Place, qualifier?: string | undefined): FunctionName {
  const parsed = parseFunctionName(text, caller);
  if (parsed === undefined) throw invalidParameter(`The function name ${text} is not valid.`);
  if (parsed.qualifier !== undefined && qualifier !== undefined && parsed.qualifier !== qualifier) {
    throw invalidParameter(
      "The derived qualifier from the function name does not match the specified qualifier.",
    );
  }
  return { ...parsed, qualifier: qualifier ?? parsed.qualifier };
}
