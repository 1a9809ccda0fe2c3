import type { Ids } from "../effects.ts";
import type { ModelRecord } from "./records.ts";

/** The two models that every new API has (R test_api_gateway_request_validator_with_ref_one_ofmodels). */
export function defaultModels(ids: Ids): readonly ModelRecord[] {
  const draft = { $schema: "http://json-schema.org/draft-04/schema#" };
  const error = {
    ...draft,
    title: "Error Schema",
    type: "object",
    properties: { message: { type: "string" } },
  };
  return [
    {
      id: ids.short(6),
      name: "Empty",
      contentType: "application/json",
      description: "This is a default empty schema model",
      schema: JSON.stringify({ ...draft, title: "Empty Schema", type: "object" }, undefined, 2),
    },
    {
      id: ids.short(6),
      name: "Error",
      contentType: "application/json",
      description: "This is a default error schema model",
      schema: JSON.stringify(error, undefined, 2),
    },
  ];
}
