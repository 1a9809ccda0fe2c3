import type {
  CreateModelRequest,
  DeleteModelRequest,
  GetModelRequest,
  GetModelsRequest,
  Model,
  Models,
  UpdateModelRequest,
} from "@aws-sdk/client-api-gateway";
import { errorText } from "../error-text.ts";
import type { Checked } from "../protocol/checked.ts";
import type { ApiGatewayContext } from "./context.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import { flattenSchema } from "./model-flatten.ts";
import { page } from "./page.ts";
import { applyPatch, optionalTextOf, type PatchTable, refuseWithList, textOf } from "./patch.ts";
import { type MethodRecord, type ModelRecord, models, resources } from "./records.ts";
import { pathOf } from "./resource-path.ts";
import { findRestApi } from "./rest-api.ts";

/** R: the messages (test_model_validation). */
export function CreateModel(input: Checked<CreateModelRequest>, context: ApiGatewayContext): Model {
  const api = findRestApi(context, input.restApiId);
  if (input.name === "") throw badRequest("Model name must be non-empty");
  if (!/^[A-Za-z0-9]+$/.test(input.name)) throw badRequest(`Model name must be alphanumeric: ${input.name}`);
  if (context.store.get(models, context.region, api.id, input.name) !== undefined) {
    throw conflict("Model name already exists for this REST API");
  }
  const record: ModelRecord = {
    id: context.ids.short(6),
    name: input.name,
    contentType: input.contentType,
    schema: checkedSchema(input.schema),
    description: input.description === "" ? undefined : input.description,
  };
  context.store.put(models, [context.region, api.id, record.name], record);
  return record;
}

export function GetModel(input: Checked<GetModelRequest>, context: ApiGatewayContext): Model {
  const record = findModel(context, input.restApiId, input.modelName);
  if (input.flatten !== true) return record;
  const all = context.store.list(models, context.region, input.restApiId);
  return { ...record, schema: flattenSchema(record, all) };
}

export function GetModels(input: Checked<GetModelsRequest>, context: ApiGatewayContext): Models {
  const api = findRestApi(context, input.restApiId);
  return page(context.store.list(models, context.region, api.id), input);
}

export function UpdateModel(input: Checked<UpdateModelRequest>, context: ApiGatewayContext): Model {
  const record = applyPatch(
    modelPatch,
    findModel(context, input.restApiId, input.modelName),
    input.patchOperations,
  );
  context.store.put(models, [context.region, input.restApiId, record.name], record);
  return record;
}

/** The messages are AWS's (amazon-archives/aws-apigateway-importer#89 and #113). */
export function DeleteModel(input: Checked<DeleteModelRequest>, context: ApiGatewayContext): void {
  const { name } = findModel(context, input.restApiId, input.modelName);
  const all = context.store.list(resources, context.region, input.restApiId);
  for (const resource of all) {
    for (const method of Object.values(resource.methods)) {
      const part = partThatUses(method, name);
      if (part === undefined) continue;
      const where = `${pathOf(resource, all)}/${method.httpMethod}`;
      throw conflict(`Cannot delete model '${name}', is referenced in method ${part}: ${where}`);
    }
  }
  context.store.delete(models, context.region, input.restApiId, name);
}

function partThatUses(method: MethodRecord, model: string): "request" | "response" | undefined {
  const uses = (models: { readonly [contentType: string]: string } | undefined) =>
    Object.values(models ?? {}).includes(model);
  if (uses(method.requestModels)) return "request";
  const inResponse = method.methodResponses?.some((response) => uses(response.responseModels)) === true;
  return inResponse ? "response" : undefined;
}

/** @throws AwsError `BadRequestException` when one of the models is not there (R test_put_method_validation). */
export function checkModels(
  context: ApiGatewayContext,
  restApiId: string,
  byContentType: { readonly [contentType: string]: string } | undefined,
): void {
  for (const name of Object.values(byContentType ?? {})) {
    if (context.store.get(models, context.region, restApiId, name) === undefined) {
      throw badRequest(`Invalid model identifier specified: ${name}`);
    }
  }
}

const modelPatch: PatchTable<ModelRecord> = {
  refusal: refuseWithList,
  rules: [
    { path: "/description", replace: (model, change) => ({ ...model, description: optionalTextOf(change) }) },
    { path: "/schema", replace: (model, change) => ({ ...model, schema: checkedSchema(textOf(change)) }) },
  ],
};

/** R: a wrong API is reported as a wrong model (test_model_validation). */
export function findModel(context: ApiGatewayContext, restApiId: string, name: string): ModelRecord {
  const record = context.store.get(models, context.region, restApiId, name);
  if (record === undefined) throw notFound(`Invalid model name specified: ${name}`);
  return record;
}

function checkedSchema(schema: string | undefined): string {
  if (schema === undefined || schema === "") {
    throw badRequest("Model schema must have at least 1 property or array items defined");
  }
  try {
    JSON.parse(schema);
  } catch (error) {
    const reason = errorText(error);
    throw badRequest(
      `Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified. ${reason}]`,
    );
  }
  return schema;
}
