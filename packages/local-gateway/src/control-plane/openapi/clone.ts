import type { CreateRestApiRequest, RestApi } from "@aws-sdk/client-api-gateway";
import type { Checked } from "../../protocol/checked.ts";
import type { ApiGatewayContext } from "../context.ts";
import {
  authorizers,
  documentationParts,
  gatewayResponses,
  models,
  requestValidators,
  resources,
} from "../records.ts";
import { pathsOf } from "../resource-path.ts";
import * as restApi from "../rest-api.ts";
import { applyDescription } from "./apply.ts";
import { describeApi } from "./describe.ts";

/**
 * Makes an API, and with `cloneFrom` gives it all that another one has but its deployments and stages (D). That what
 * the call does not say about the API itself comes from the other one too is general knowledge.
 */
export function CreateRestApi(input: Checked<CreateRestApiRequest>, context: ApiGatewayContext): RestApi {
  if (input.cloneFrom === undefined) return restApi.CreateRestApi(input, context);
  const { region, store } = context;
  const from = restApi.findRestApi(context, input.cloneFrom);
  const all = store.list(resources, region, from.id);
  const paths = pathsOf(all);
  const description = describeApi({
    api: from,
    resources: all.map((resource) => ({ ...resource, path: paths.get(resource.id) ?? "/" })),
    models: store.list(models, region, from.id),
    requestValidators: store.list(requestValidators, region, from.id),
    gatewayResponses: store.list(gatewayResponses, region, from.id),
    authorizers: store.list(authorizers, region, from.id),
    documentation: { parts: store.list(documentationParts, region, from.id) },
  });
  const made = restApi.CreateRestApi(
    {
      ...input,
      description: input.description ?? from.description,
      version: input.version ?? from.version,
      apiKeySource: input.apiKeySource ?? from.apiKeySource,
      binaryMediaTypes: input.binaryMediaTypes ?? [...(from.binaryMediaTypes ?? [])],
      minimumCompressionSize: input.minimumCompressionSize ?? from.minimumCompressionSize,
      policy: input.policy ?? from.policy,
    },
    context,
  );
  const { id = "" } = made;
  store.deleteAll(models, region, id);
  applyDescription({ context, restApiId: id, mode: "merge" }, description);
  return made;
}
