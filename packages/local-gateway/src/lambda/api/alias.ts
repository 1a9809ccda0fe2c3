import type {
  AliasConfiguration,
  AliasRoutingConfiguration,
  CreateAliasRequest,
  DeleteAliasRequest,
  GetAliasRequest,
  ListAliasesRequest,
  ListAliasesResponse,
  UpdateAliasRequest,
} from "@aws-sdk/client-lambda";
import { AwsError } from "../../aws-error.ts";
import type { Checked } from "../../protocol/checked.ts";
import type { Reader } from "../../store/store.ts";
import { eventInvokeConfigs } from "../event-record.ts";
import type { AliasRecord, FunctionRecord } from "../function-record.ts";
import type { LambdaContext } from "./context.ts";
import {
  invalidParameter,
  resourceConflict,
  resourceNotFound,
  staleRevision,
  untypedInvalidParameter,
} from "./errors.ts";
import { aliases, findFunction, functions, versions } from "./find-function.ts";
import { functionArn, parseQualified } from "./function-name.ts";
import { page } from "./page.ts";

// R test_alias_lifecycle, test_notfound_and_invalid_routingconfigs, test_non_existent_alias_update

export function CreateAlias(
  input: Checked<CreateAliasRequest>,
  context: LambdaContext,
): Promise<AliasConfiguration> {
  return context.store.transact((store) => {
    const weights = weightsOf(input.RoutingConfig);
    const { name, region } = parseQualified(input.FunctionName, context);
    const latest = store.get(functions, region, name);
    if (latest === undefined) {
      throw resourceNotFound(`Function not found: ${functionArn(context, name)}:${input.FunctionVersion}`);
    }
    checkTargets(store, latest, input.FunctionVersion, weights);
    if (store.get(aliases, region, name, input.Name) !== undefined) {
      throw resourceConflict(`Alias already exists: ${latest.functionArn}:${input.Name}`);
    }
    const alias: AliasRecord = {
      name: input.Name,
      description: input.Description ?? "",
      functionVersion: input.FunctionVersion,
      weights,
      revisionId: context.ids.uuid(),
      policy: {},
    };
    store.put(aliases, [region, name, alias.name], alias);
    return toAlias(latest, alias);
  });
}

export function GetAlias(input: Checked<GetAliasRequest>, context: LambdaContext): AliasConfiguration {
  const latest = findFunction(context.store, context, input.FunctionName);
  const alias = context.store.get(aliases, latest.region, latest.functionName, input.Name);
  if (alias === undefined) throw noSuchAlias(latest, input.Name);
  return toAlias(latest, alias);
}

export function ListAliases(input: Checked<ListAliasesRequest>, context: LambdaContext): ListAliasesResponse {
  const latest = findFunction(context.store, context, input.FunctionName);
  const all = context.store
    .list(aliases, latest.region, latest.functionName)
    .filter(
      ({ functionVersion }) =>
        input.FunctionVersion === undefined || functionVersion === input.FunctionVersion,
    )
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const { items, NextMarker } = page(all, input);
  return {
    Aliases: items.map((alias) => toAlias(latest, alias)),
    ...(NextMarker !== undefined && { NextMarker }),
  };
}

export function UpdateAlias(
  input: Checked<UpdateAliasRequest>,
  context: LambdaContext,
): Promise<AliasConfiguration> {
  return context.store.transact((store) => {
    const latest = findFunction(store, context, input.FunctionName);
    const before = store.get(aliases, latest.region, latest.functionName, input.Name);
    if (before === undefined) {
      throw resourceNotFound(`Alias not found: ${latest.functionArn}:${input.Name}`);
    }
    if (input.RevisionId !== undefined && input.RevisionId !== before.revisionId) {
      throw staleRevision("GetFunction/GetAlias");
    }
    const after: AliasRecord = {
      ...before,
      description: input.Description ?? before.description,
      functionVersion: input.FunctionVersion ?? before.functionVersion,
      weights: input.RoutingConfig === undefined ? before.weights : weightsOf(input.RoutingConfig),
      revisionId: context.ids.uuid(),
    };
    checkTargets(store, latest, after.functionVersion, after.weights);
    store.put(aliases, [latest.region, latest.functionName, after.name], after);
    return toAlias(latest, after);
  });
}

/** What is not there counts as deleted (R test_non_existent_alias_deletion). */
export function DeleteAlias(input: Checked<DeleteAliasRequest>, context: LambdaContext): Promise<void> {
  return context.store.transact((store) => {
    const latest = findFunction(store, context, input.FunctionName);
    store.delete(aliases, latest.region, latest.functionName, input.Name);
    store.delete(eventInvokeConfigs, latest.region, latest.functionName, input.Name);
  });
}

export function noSuchAlias(latest: FunctionRecord, name: string): AwsError {
  return resourceNotFound(`Cannot find alias arn: ${latest.functionArn}:${name}`);
}

function toAlias(latest: FunctionRecord, alias: AliasRecord): AliasConfiguration {
  return {
    AliasArn: `${latest.functionArn}:${alias.name}`,
    Name: alias.name,
    FunctionVersion: alias.functionVersion,
    Description: alias.description,
    RevisionId: alias.revisionId,
    ...(Object.keys(alias.weights).length > 0 && {
      RoutingConfig: { AdditionalVersionWeights: { ...alias.weights } },
    }),
  };
}

function weightsOf(routing: AliasRoutingConfiguration | undefined): AliasRecord["weights"] {
  const weights = routing?.AdditionalVersionWeights ?? {};
  const entries = Object.entries(weights);
  const shown = `{${entries.map(([version, weight]) => `${version}=${decimal(weight)}`).join(", ")}}`;
  const refuse = (constraint: string): never => {
    throw new AwsError(
      "ValidationException",
      400,
      `1 validation error detected: Value '${shown}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: ${constraint}`,
    );
  };
  if (entries.length > 1) {
    throw invalidParameter("Number of items in AdditionalVersionWeights cannot be greater than 1");
  }
  if (entries.some(([version]) => !/^\d{1,1024}$/.test(version))) {
    refuse(
      "Map keys must satisfy constraint: [Member must have length less than or equal to 1024, " +
        "Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+]",
    );
  }
  if (entries.some(([, weight]) => weight < 0 || weight > 1)) {
    refuse(
      "Map value must satisfy constraint: [Member must have value less than or equal to 1.0, " +
        "Member must have value greater than or equal to 0.0, Member must not be null]",
    );
  }
  return weights;
}

/** As Java prints a double. */
function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

function checkTargets(
  store: Reader,
  latest: FunctionRecord,
  version: string,
  weights: AliasRecord["weights"],
): void {
  const further = Object.keys(weights);
  if (further.includes(version)) {
    throw invalidParameter(
      `Invalid function version ${version}. Function version ${version} is already included in routing configuration.`,
    );
  }
  if (version === "$LATEST" && further.length > 0) {
    throw untypedInvalidParameter("$LATEST is not supported for an alias pointing to more than 1 version");
  }
  for (const wanted of [version, ...further]) {
    if (wanted === "$LATEST") continue;
    if (store.get(versions, latest.region, latest.functionName, wanted) === undefined) {
      throw resourceNotFound(`Function not found: ${latest.functionArn}:${wanted}`);
    }
  }
}
