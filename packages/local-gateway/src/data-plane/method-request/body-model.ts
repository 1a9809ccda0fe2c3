import type { ErrorObject } from "ajv-draft-04";
import { errorText } from "../../error-text.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import { faultSentences } from "./fault-sentences.ts";
import { baseOf, schemaOf, validatorOf } from "./model-compiler.ts";

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
    return error && describe(error, modelName, sentencesOf(document, modelName, stage));
  } catch (error) {
    // C: a schema that cannot be resolved, and a document too deep for a recursive one, is a body that is not valid.
    return { reason: `model ${modelName} cannot be applied: ${errorText(error)}`, validationErrorString: "" };
  }
}

/** None where the body could not be followed: too deep a one, which is not valid all the same. */
function sentencesOf(
  document: unknown,
  modelName: string,
  { api, snapshot }: DeployedStage,
): readonly string[] {
  const base = baseOf(api);
  const find = (name: string) => schemaOf(snapshot.models?.find((model) => model.name === name));
  const model = find(modelName);
  try {
    return model === undefined
      ? []
      : faultSentences(document, model, (url) =>
          url.startsWith(base) ? find(url.slice(base.length)) : undefined,
        );
  } catch {
    return [];
  }
}

function describe(error: ErrorObject, modelName: string, sentences: readonly string[]): BodyFault {
  const where = error.instancePath === "" ? "the body" : `the body at ${error.instancePath}`;
  const said = sentences.length === 0 ? [error.message ?? ""] : sentences;
  return {
    reason: `${where} does not match model ${modelName} (${error.schemaPath}): ${error.message}`,
    validationErrorString: `[${said.join(", ")}]`,
  };
}
