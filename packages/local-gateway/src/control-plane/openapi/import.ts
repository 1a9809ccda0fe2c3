import type { ImportRestApiRequest, PutRestApiRequest, RestApi } from "@aws-sdk/client-api-gateway";
import type { Checked } from "../../protocol/checked.ts";
import { apiGatewaySdk } from "../../sdk.ts";
import { checkCompressionSize } from "../compression-size.ts";
import type { ApiGatewayContext } from "../context.ts";
import { badRequest } from "../errors.ts";
import { models, type RestApiRecord, restApis } from "../records.ts";
import { briefly, CreateRestApi, findRestApi, toRestApi } from "../rest-api.ts";
import { applyDescription } from "./apply.ts";
import type { BasePathMode } from "./base-path.ts";
import { isoSeconds } from "./describe.ts";
import type { ApiDescription, EndpointDescription } from "./description.ts";
import { readDocument } from "./document.ts";
import { resolvePolicy } from "./policy.ts";
import { checkWarnings } from "./problems.ts";
import { type ReadOptions, readApi } from "./read.ts";
import type { PutMode } from "./target.ts";

/**
 * Makes an API of a definition file. R: it has the models of the file alone, without the two that other new APIs have
 * (test_import_and_validate_rest_api), and answers without `tags`. A file without a title makes an API called
 * "Imported on" and the time (hashicorp/terraform-provider-aws#7161); how AWS writes the time is not known.
 */
export function ImportRestApi(input: Checked<ImportRestApiRequest>, context: ApiGatewayContext): RestApi {
  const { api, warnings } = readApi(readDocument(input.body, context), readOptions(input.parameters));
  checkWarnings(warnings, input.failOnWarnings ?? false);
  const { id = "" } = CreateRestApi(
    {
      name: api.name ?? `Imported on ${isoSeconds(context.now)}`,
      description: api.description,
      version: api.version,
      apiKeySource: api.apiKeySource,
      binaryMediaTypes: api.binaryMediaTypes && [...api.binaryMediaTypes],
      minimumCompressionSize: api.minimumCompressionSize,
      securityPolicy: api.securityPolicy,
      disableExecuteApiEndpoint: api.endpoint.disableExecuteApiEndpoint,
      endpointConfiguration: endpointInput(api.endpoint, input.parameters),
    },
    context,
  );
  const { region, store } = context;
  store.deleteAll(models, region, id);
  const record = { ...findRestApi(context, id), policy: resolvePolicy(api.policy, context, id) };
  store.put(restApis, [region, id], record);
  applyDescription({ context, restApiId: id, mode: "merge" }, api);
  return { ...briefly(record), ...(warnings.length > 0 && { warnings: [...warnings] }) };
}

/**
 * Updates an API from a definition file; without a mode, `merge` (D). R: the file is read before the API is looked up
 * (test_import_api_bad_file), and a warning does not hold the rest back (test_import_rest_api_with_base_path_oas30).
 * The refusal of another mode is in the words that moto expects.
 *
 * D calls the operation "not atomic" for faults of the system halfway; a definition that is refused changes nothing,
 * and here nothing else can happen halfway.
 */
export function PutRestApi(input: Checked<PutRestApiRequest>, context: ApiGatewayContext): RestApi {
  const { api, warnings } = readApi(readDocument(input.body, context), readOptions(input.parameters));
  const { mode = "merge" } = input;
  if (mode !== "merge" && mode !== "overwrite") {
    throw badRequest('Enumeration value of OpenAPI import mode must be "overwrite" or "merge"');
  }
  const before = findRestApi(context, input.restApiId);
  checkWarnings(warnings, input.failOnWarnings ?? false);
  const record = withSettings(
    before,
    { ...api, policy: resolvePolicy(api.policy, context, before.id) },
    mode,
  );
  context.store.put(restApis, [context.region, record.id], record);
  applyDescription({ context, restApiId: record.id, mode }, api);
  return { ...toRestApi(record), ...(warnings.length > 0 && { warnings: [...warnings] }) };
}

/**
 * What an import does to the API itself. R: name and version are those of the file in both modes; binary media types
 * are added by `merge` and replaced by `overwrite` (test_put_rest_api_mode_binary_media_types). `overwrite` resets
 * what the file does not say (pulumi/pulumi-aws#4296, aws/aws-sam-cli#2353), but never the endpoint type (D).
 */
function withSettings(before: RestApiRecord, api: ApiDescription, mode: PutMode): RestApiRecord {
  checkCompressionSize(api.minimumCompressionSize);
  const base = mode === "merge" ? before : reset(before);
  const kept = base.binaryMediaTypes ?? [];
  const types = [...new Set([...kept, ...(api.binaryMediaTypes ?? [])])];
  return {
    ...base,
    name: api.name ?? base.name,
    version: api.version ?? base.version,
    description: api.description ?? base.description,
    apiKeySource: api.apiKeySource ?? base.apiKeySource,
    minimumCompressionSize: api.minimumCompressionSize ?? base.minimumCompressionSize,
    policy: api.policy ?? base.policy,
    securityPolicy: api.securityPolicy ?? base.securityPolicy,
    binaryMediaTypes: types.length > 0 ? types : undefined,
    disableExecuteApiEndpoint: api.endpoint.disableExecuteApiEndpoint ?? base.disableExecuteApiEndpoint,
    endpointConfiguration: {
      ...base.endpointConfiguration,
      vpcEndpointIds: api.endpoint.vpcEndpointIds ?? base.endpointConfiguration.vpcEndpointIds,
    },
  };
}

function reset(record: RestApiRecord): RestApiRecord {
  const { types, ipAddressType } = record.endpointConfiguration;
  return {
    ...record,
    version: undefined,
    description: undefined,
    apiKeySource: "HEADER",
    minimumCompressionSize: undefined,
    policy: undefined,
    binaryMediaTypes: undefined,
    endpointConfiguration: { types, ipAddressType },
  };
}

/** D: `parameters` of ImportRestApi, which travel as the query; names of a query are taken in any case (K). */
function readOptions(parameters: { readonly [name: string]: string } | undefined): ReadOptions {
  const basePath = parameterOf(parameters, "basepath")?.toLowerCase() ?? "ignore";
  return {
    basePath: basePathModes.find((mode) => mode === basePath) ?? "ignore",
    ignoresDocumentation: parameterOf(parameters, "ignore") === "documentation",
  };
}

const basePathModes: readonly BasePathMode[] = ["ignore", "prepend", "split"];

function endpointInput(
  endpoint: EndpointDescription,
  parameters: { readonly [name: string]: string } | undefined,
) {
  const asked = parameterOf(parameters, "endpointConfigurationTypes");
  const type = Object.values(apiGatewaySdk.EndpointType).find(
    (candidate) => candidate === asked?.toUpperCase(),
  );
  if (asked !== undefined && type === undefined) {
    throw badRequest("Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE");
  }
  const types = type === undefined ? endpoint.types : [type];
  return {
    ...(types && { types: [...types] }),
    ...(endpoint.ipAddressType && { ipAddressType: endpoint.ipAddressType }),
    ...(endpoint.vpcEndpointIds && { vpcEndpointIds: [...endpoint.vpcEndpointIds] }),
  };
}

function parameterOf(
  parameters: { readonly [name: string]: string } | undefined,
  name: string,
): string | undefined {
  const wanted = name.toLowerCase();
  return Object.entries(parameters ?? {}).find(([key]) => key.toLowerCase() === wanted)?.[1];
}
