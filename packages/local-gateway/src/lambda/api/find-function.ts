import type { Reader } from "../../store/store.ts";
import { type Kind, kind } from "../../store/tables.ts";
import type { AliasRecord, FunctionRecord, Policy } from "../function-record.ts";
import { resourceNotFound } from "./errors.ts";
import { functionArn, type Place, parseFunctionName, parseQualified } from "./function-name.ts";

/** `$LATEST` of each function. Key: region, function name. */
export const functions: Kind<FunctionRecord> = kind("function");
/** Published versions, which never change but in their policy. Key: region, function name, version. */
export const versions: Kind<FunctionRecord> = kind("function-version");
/** Key: region, function name, alias. */
export const aliases: Kind<AliasRecord> = kind("function-alias");

/** What a function's name and qualifier lead to. */
export interface Found {
  /** The version that is meant; `$LATEST` without a qualifier. An alias's own one, not those it shares with. */
  readonly record: FunctionRecord;
  readonly alias: AliasRecord | undefined;
  /** With the qualifier as it was asked for. */
  readonly arn: string;
  /** `$LATEST`, which holds what belongs to the function as a whole. */
  readonly latest: FunctionRecord;
  readonly qualifier: string | undefined;
}

/**
 * Finds what an operation names: a function, one of its versions, or an alias.
 *
 * @throws AwsError `ResourceNotFoundException`.
 */
export function findQualified(
  store: Reader,
  caller: Place,
  text: string,
  qualifierParameter?: string | undefined,
): Found {
  const { region, accountId, name, qualifier } = parseQualified(text, caller, qualifierParameter);
  const isHere = accountId === caller.accountId && region === caller.region;
  const found = isHere ? find(store, caller, name, qualifier) : undefined;
  if (found === undefined) {
    const arn = functionArn({ region, accountId }, name);
    throw resourceNotFound(`Function not found: ${qualifier === undefined ? arn : `${arn}:${qualifier}`}`);
  }
  return found;
}

/** @throws AwsError `ResourceNotFoundException`. */
export function findFunction(store: Reader, caller: Place, text: string): FunctionRecord {
  return findQualified(store, caller, text).latest;
}

/**
 * The version that an invocation of an ARN runs, for the runner.
 *
 * @param random from 0 to 1, which picks one of the versions that share an alias.
 */
export function findVersionByArn(
  store: Reader,
  accountId: string,
  arn: string,
  random: () => number,
): FunctionRecord | undefined {
  const found = findByArn(store, accountId, arn);
  if (found?.alias === undefined) return found?.record;
  let share = random();
  for (const [version, weight] of Object.entries(found.alias.weights)) {
    if (share < weight) return findByArn(store, accountId, `${found.latest.functionArn}:${version}`)?.record;
    share -= weight;
  }
  return found.record;
}

/** The policy that decides about an ARN: each version and alias has one of its own (D: resource-based policies). */
export function findPolicyByArn(store: Reader, accountId: string, arn: string): Policy | undefined {
  const found = findByArn(store, accountId, arn);
  return found?.alias?.policy ?? found?.record.policy;
}

function findByArn(store: Reader, accountId: string, arn: string): Found | undefined {
  const parsed = arn.startsWith("arn:") ? parseFunctionName(arn, { accountId, region: "" }) : undefined;
  if (parsed === undefined || parsed.accountId !== accountId) return undefined;
  return find(store, parsed, parsed.name, parsed.qualifier);
}

function find(store: Reader, place: Place, name: string, qualifier: string | undefined): Found | undefined {
  const latest = store.get(functions, place.region, name);
  if (latest === undefined) return undefined;
  if (qualifier === undefined) {
    return { record: latest, alias: undefined, arn: latest.functionArn, latest, qualifier };
  }
  const versionOf = (version: string) =>
    version === "$LATEST" ? latest : store.get(versions, place.region, name, version);
  const alias = store.get(aliases, place.region, name, qualifier);
  const record = versionOf(alias?.functionVersion ?? qualifier);
  return record && { record, alias, arn: `${latest.functionArn}:${qualifier}`, latest, qualifier };
}
