import { CreateAuthorizer } from "../authorizer.ts";
import { importDocumentation } from "../documentation-import.ts";
import { PutGatewayResponse } from "../gateway-response.ts";
import { CreateModel, UpdateModel } from "../model.ts";
import { authorizers, gatewayResponses, models, requestValidators, resources } from "../records.ts";
import { CreateRequestValidator } from "../request-validator.ts";
import { applyMethods } from "./apply-methods.ts";
import type {
  ApiDescription,
  AuthorizerDescription,
  ModelDescription,
  ValidatorDescription,
} from "./description.ts";
import { createProblems } from "./problems.ts";
import { toModelText } from "./schema.ts";
import type { Target } from "./target.ts";

/**
 * Makes an API hold what a description says, by the same operations that callers use, so that the same rules count.
 * `merge` replaces what has the same name and leaves the rest; `overwrite` deletes what the description does not have.
 *
 * @throws AwsError `BadRequestException` with everything that was refused; the transaction is then void as a whole
 * (D: "the new API definition is discarded and no change is made to the existing API").
 */
export function applyDescription(target: Target, api: ApiDescription): void {
  const { context, restApiId, mode } = target;
  const problems = createProblems();
  if (mode === "overwrite") clear(target);
  for (const model of api.models) {
    problems.attempt(`create model for '${model.name}'`, () => putModel(target, model));
  }
  for (const validator of api.requestValidators) {
    problems.attempt(`create request validator '${validator.name}'`, () => putValidator(target, validator));
  }
  for (const { responseType, statusCode, responseParameters, responseTemplates } of api.gatewayResponses) {
    problems.attempt(`put gateway response '${responseType}'`, () =>
      PutGatewayResponse(
        { restApiId, responseType, statusCode, responseParameters, responseTemplates },
        context,
      ),
    );
  }
  for (const authorizer of api.authorizers) {
    problems.attempt(`create authorizer from security definition: '${authorizer.name}'`, () =>
      putAuthorizer(target, authorizer),
    );
  }
  applyMethods(target, api.paths, problems);
  problems.raise();
  if (api.documentation !== undefined) importDocumentation(context, restApiId, api.documentation.parts, mode);
}

/** Drops what `overwrite` replaces; resources are left to `apply-methods.ts`, for their identifiers stay. */
function clear({ context: { store, region }, restApiId }: Target): void {
  for (const resource of store.list(resources, region, restApiId)) {
    store.put(resources, [region, restApiId, resource.id], { ...resource, methods: {} });
  }
  for (const kind of [models, requestValidators, gatewayResponses, authorizers]) {
    store.deleteAll(kind, region, restApiId);
  }
}

function putModel({ context, restApiId }: Target, model: ModelDescription): void {
  const { name, contentType, description } = model;
  const schema = toModelText(model.schema, restApiId);
  if (context.store.get(models, context.region, restApiId, name) === undefined) {
    CreateModel({ restApiId, name, contentType, description, schema }, context);
    return;
  }
  const patchOperations = [
    { op: "replace" as const, path: "/schema", value: schema },
    { op: "replace" as const, path: "/description", value: description ?? "" },
  ];
  UpdateModel({ restApiId, modelName: name, patchOperations }, context);
}

function putValidator({ context, restApiId }: Target, validator: ValidatorDescription): void {
  const { region, store } = context;
  const known = store.list(requestValidators, region, restApiId).find(({ name }) => name === validator.name);
  if (known === undefined) CreateRequestValidator({ restApiId, ...validator }, context);
  else store.put(requestValidators, [region, restApiId, known.id], { ...known, ...validator });
}

/** One of that name that is there already keeps its identifier, by which methods know it. */
function putAuthorizer({ context, restApiId }: Target, authorizer: AuthorizerDescription): void {
  const { region, store } = context;
  const known = store.list(authorizers, region, restApiId).find(({ name }) => name === authorizer.name);
  const { providerARNs, ...rest } = authorizer;
  const { id = "" } = CreateAuthorizer(
    { restApiId, ...rest, ...(providerARNs && { providerARNs: [...providerARNs] }) },
    context,
  );
  const made = store.get(authorizers, region, restApiId, id);
  if (known === undefined || made === undefined) return;
  store.delete(authorizers, region, restApiId, id);
  store.put(authorizers, [region, restApiId, known.id], { ...made, id: known.id });
}
