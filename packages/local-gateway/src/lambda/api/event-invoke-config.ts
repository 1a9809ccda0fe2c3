import type {
  DeleteFunctionEventInvokeConfigRequest,
  DestinationConfig,
  FunctionEventInvokeConfig,
  GetFunctionEventInvokeConfigRequest,
  ListFunctionEventInvokeConfigsRequest,
  ListFunctionEventInvokeConfigsResponse,
  PutFunctionEventInvokeConfigRequest,
  UpdateFunctionEventInvokeConfigRequest,
} from "@aws-sdk/client-lambda";
import type { Checked } from "../../protocol/checked.ts";
import type { Reader } from "../../store/store.ts";
import { type EventInvokeConfigRecord, eventInvokeConfigs } from "../event-record.ts";
import type { LambdaContext } from "./context.ts";
import { invalidParameter, resourceNotFound } from "./errors.ts";
import { aliases, functions, versions } from "./find-function.ts";
import { functionArn, parseFunctionName, parseQualified } from "./function-name.ts";
import { page } from "./page.ts";

// The messages are AWS's as LocalStack has them (C), which tried them out.

type Settings = Pick<
  Checked<PutFunctionEventInvokeConfigRequest>,
  "MaximumRetryAttempts" | "MaximumEventAgeInSeconds" | "DestinationConfig"
>;

/** D: what is not given is removed. */
export function PutFunctionEventInvokeConfig(
  input: Checked<PutFunctionEventInvokeConfigRequest>,
  context: LambdaContext,
): Promise<FunctionEventInvokeConfig> {
  return write(input, context, () => ({}));
}

/** D: what is not given stays. */
export function UpdateFunctionEventInvokeConfig(
  input: Checked<UpdateFunctionEventInvokeConfigRequest>,
  context: LambdaContext,
): Promise<FunctionEventInvokeConfig> {
  return write(input, context, (store, place) => find(store, place, context));
}

export function GetFunctionEventInvokeConfig(
  input: Checked<GetFunctionEventInvokeConfigRequest>,
  context: LambdaContext,
): FunctionEventInvokeConfig {
  const place = placeOf(input, context);
  return toConfig(place, find(context.store, place, context), context);
}

export function DeleteFunctionEventInvokeConfig(
  input: Checked<DeleteFunctionEventInvokeConfigRequest>,
  context: LambdaContext,
): Promise<void> {
  return context.store.transact((store) => {
    const place = placeOf(input, context);
    find(store, place, context);
    store.delete(eventInvokeConfigs, place.region, place.name, place.qualifier);
  });
}

export function ListFunctionEventInvokeConfigs(
  input: Checked<ListFunctionEventInvokeConfigsRequest>,
  context: LambdaContext,
): ListFunctionEventInvokeConfigsResponse {
  const { region, name } = placeOf(input, context);
  if (context.store.get(functions, region, name) === undefined) throw noFunction();
  const { items, NextMarker } = page(context.store.list(eventInvokeConfigs, region, name), input);
  return {
    FunctionEventInvokeConfigs: items.map((record) =>
      toConfig({ region, name, qualifier: record.qualifier }, record, context),
    ),
    ...(NextMarker !== undefined && { NextMarker }),
  };
}

interface Place {
  readonly region: string;
  readonly name: string;
  readonly qualifier: string;
}

function placeOf(
  input: { readonly FunctionName: string; readonly Qualifier?: string | undefined },
  context: LambdaContext,
): Place {
  const {
    region,
    name,
    qualifier = "$LATEST",
  } = parseQualified(input.FunctionName, context, input.Qualifier);
  return { region, name, qualifier };
}

function write(
  input: Settings & { readonly FunctionName: string; readonly Qualifier?: string | undefined },
  context: LambdaContext,
  before: (store: Reader, place: Place) => Partial<EventInvokeConfigRecord>,
): Promise<FunctionEventInvokeConfig> {
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = input;
  if (MaximumRetryAttempts === undefined && MaximumEventAgeInSeconds === undefined && !DestinationConfig) {
    throw invalidParameter("You must specify at least one of error handling or destination setting.");
  }
  return context.store.transact((store) => {
    const place = placeOf(input, context);
    const { region, name, qualifier } = place;
    const isThere =
      store.get(functions, region, name) !== undefined &&
      (qualifier === "$LATEST" ||
        store.get(versions, region, name, qualifier) !== undefined ||
        store.get(aliases, region, name, qualifier) !== undefined);
    if (!isThere) throw noFunction();
    const record: EventInvokeConfigRecord = {
      ...before(store, place),
      qualifier,
      lastModified: context.now,
      ...(MaximumRetryAttempts !== undefined && { maximumRetryAttempts: MaximumRetryAttempts }),
      ...(MaximumEventAgeInSeconds !== undefined && { maximumEventAge: MaximumEventAgeInSeconds }),
      ...(DestinationConfig && destinationsOf(store, DestinationConfig, name, context)),
    };
    store.put(eventInvokeConfigs, [region, name, qualifier], record);
    return toConfig(place, record, context);
  });
}

function destinationsOf(
  store: Reader,
  { OnSuccess, OnFailure }: DestinationConfig,
  name: string,
  context: LambdaContext,
): Pick<EventInvokeConfigRecord, "onSuccess" | "onFailure"> {
  const onSuccess = OnSuccess?.Destination || undefined;
  const onFailure = OnFailure?.Destination || undefined;
  // D: buckets are for failures only
  const isValid =
    [onSuccess, onFailure].every((arn) => arn === undefined || isKnown(store, arn, name, context)) &&
    onSuccess?.split(":")[2] !== "s3";
  if (!isValid) {
    const shown = (type: string, arn: string | undefined) =>
      arn === undefined ? "null" : `${type}(destination=${arn})`;
    throw invalidParameter(
      `The provided destination config DestinationConfig(onSuccess=${shown("OnSuccess", onSuccess)}, onFailure=${shown("OnFailure", onFailure)}) is invalid.`,
    );
  }
  return { onSuccess, onFailure };
}

function isKnown(store: Reader, arn: string, name: string, context: LambdaContext): boolean {
  const service = arn.split(":")[2] ?? "";
  if (service !== "lambda") return ["sns", "sqs", "events", "s3"].includes(service);
  const destination = parseFunctionName(arn, context);
  if (destination === undefined || store.get(functions, destination.region, destination.name) === undefined) {
    throw invalidParameter(`The destination ARN ${arn} is invalid.`);
  }
  if (destination.name === name) {
    throw invalidParameter("You can't specify the function as a destination for itself.");
  }
  return true;
}

function find(store: Reader, place: Place, context: LambdaContext): EventInvokeConfigRecord {
  const record = store.get(eventInvokeConfigs, place.region, place.name, place.qualifier);
  if (record === undefined) {
    throw resourceNotFound(`The function ${arnOf(place, context)} doesn't have an EventInvokeConfig`);
  }
  return record;
}

function arnOf({ region, name, qualifier }: Place, { accountId }: LambdaContext): string {
  return `${functionArn({ region, accountId }, name)}:${qualifier}`;
}

function noFunction() {
  return resourceNotFound("The function doesn't exist.");
}

function toConfig(
  place: Place,
  record: EventInvokeConfigRecord,
  context: LambdaContext,
): FunctionEventInvokeConfig {
  const { lastModified, maximumRetryAttempts, maximumEventAge, onSuccess, onFailure } = record;
  return {
    LastModified: new Date(lastModified),
    FunctionArn: arnOf(place, context),
    ...(maximumRetryAttempts !== undefined && { MaximumRetryAttempts: maximumRetryAttempts }),
    ...(maximumEventAge !== undefined && { MaximumEventAgeInSeconds: maximumEventAge }),
    DestinationConfig: {
      OnSuccess: onSuccess === undefined ? {} : { Destination: onSuccess },
      OnFailure: onFailure === undefined ? {} : { Destination: onFailure },
    },
  };
}
