import type { Model } from "@aws-sdk/client-api-gateway";
import type { default as Draft4, ErrorObject, ValidateFunction } from "ajv-draft-04";
import { errorText } from "../../error-text.ts";
import type { DeployedStage } from "../deployed-stage.ts";

/** What a model finds wrong with a body. */
export interface BodyFault {
  /** For the request record: where in the body and in the schema. */
  readonly reason: string;
  /** `$context.error.validationErrorString`. */
  readonly validationErrorString: string;
}

/**
 * Holds a body against one of the API's models, JSON schemas of draft 4 that may refer to each other by
 * `https://apigateway.amazonaws.com/restapis/ID/models/NAME` (D, "Data models for REST APIs"). An empty body is
 * `{}` (R test_api_gateway_request_validator_with_ref_one_ofmodels).
 *
 * @returns undefined for a body that is valid
 */
export async function faultOf(
  body: Uint8Array,
  modelName: string,
  stage: DeployedStage,
): Promise<BodyFault | undefined> {
  const text = new TextDecoder().decode(body);
  let document: unknown;
  try {
    document = JSON.parse(text.trim() === "" ? "{}" : text);
  } catch (error) {
    return { reason: `the body is not JSON: ${errorText(error)}`, validationErrorString: "" };
  }
  try {
    const validate = await validatorOf(modelName, stage);
    if (validate(document)) return undefined;
    const [error] = validate.errors ?? [];
    return error && describe(error, modelName);
  } catch (error) {
    // C: a schema that cannot be resolved, and a document too deep for a recursive one, is a body that is not valid.
    return { reason: `model ${modelName} cannot be applied: ${errorText(error)}`, validationErrorString: "" };
  }
}

type Compiler = InstanceType<typeof Draft4.default>;

/** Of each snapshot, gone together with it. */
const compilers = new WeakMap<object, Compiler>();

async function validatorOf(modelName: string, { api, snapshot }: DeployedStage): Promise<ValidateFunction> {
  const base = `https://apigateway.amazonaws.com/restapis/${api.id}/models/`;
  let compiler = compilers.get(snapshot);
  if (compiler === undefined) {
    compiler = await compilerOf(snapshot.models, base);
    compilers.set(snapshot, compiler);
  }
  const validate = compiler.getSchema(base + modelName);
  if (validate === undefined) throw new Error(`the deployment has no model ${modelName}`);
  return validate;
}

/** Loaded by the first body that is held against a model: most gateways see none. */
async function compilerOf(models: readonly Model[], base: string): Promise<Compiler> {
  const { default: draft4 } = await import("ajv-draft-04");
  const ajv = new draft4.default({
    strict: false,
    unicodeRegExp: false,
    verbose: true,
    ownProperties: true,
    validateFormats: false,
    validateSchema: false,
    logger: false,
  });
  for (const { name = "", schema = "{}" } of models) {
    const document: unknown = JSON.parse(schema);
    if (typeof document !== "object" || document === null) continue;
    const { $schema: _draft, id: _id, ...rest } = { $schema: undefined, id: undefined, ...document };
    ajv.addSchema(rest, base + name);
  }
  return ajv;
}

function describe(error: ErrorObject, modelName: string): BodyFault {
  const where = error.instancePath === "" ? "the body" : `the body at ${error.instancePath}`;
  return {
    reason: `${where} does not match model ${modelName} (${error.schemaPath}): ${error.message}`,
    validationErrorString: `[${sentence(error)}]`,
  };
}

/** As the validator that API Gateway is known to use (json-schema-validator for Java) says it; K. */
function sentence({ keyword, data, schema, parentSchema, message = "" }: ErrorObject): string {
  const shown = JSON.stringify(data);
  switch (keyword) {
    case "required":
      return `object has missing required properties (${JSON.stringify(missing(schema, data))})`;
    case "type":
      return `instance type (${typeName(data)}) does not match any allowed primitive type (allowed: ${JSON.stringify([schema].flat().sort())})`;
    case "enum":
      return `instance value (${shown}) not found in enum (possible values: ${JSON.stringify(schema)})`;
    case "minimum":
      return `numeric instance is lower than the required minimum (minimum: ${schema}, found: ${shown})`;
    case "maximum":
      return `numeric instance is greater than the required maximum (maximum: ${schema}, found: ${shown})`;
    case "minLength":
      return `string ${shown} is too short (length: ${String(data).length}, required minimum: ${schema})`;
    case "maxLength":
      return `string ${shown} is too long (length: ${String(data).length}, maximum allowed: ${schema})`;
    case "pattern":
      return `ECMA 262 regex ${JSON.stringify(schema)} does not match input string ${shown}`;
    case "additionalProperties":
      return `object instance has properties which are not allowed by the schema: ${JSON.stringify(extra(parentSchema, data))}`;
    case "oneOf":
      return `instance failed to match exactly one schema (matched 0 out of ${[schema].flat().length})`;
    case "anyOf":
      return `instance failed to match at least one required schema among ${[schema].flat().length}`;
    default:
      return message;
  }
}

function missing(required: unknown, data: unknown): unknown[] {
  const has = (name: unknown) =>
    typeof data === "object" && data !== null && Object.hasOwn(data, String(name));
  return [required].flat().filter((name) => !has(name));
}

function extra(parentSchema: ErrorObject["parentSchema"], data: unknown): string[] {
  const known = new Set(Object.keys(parentSchema?.["properties"] ?? {}));
  return Object.keys(typeof data === "object" && data !== null ? data : {})
    .filter((name) => !known.has(name))
    .sort();
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}
