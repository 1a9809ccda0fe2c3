import type {
  ExportResponse,
  GetExportRequest,
  GetSdkRequest,
  SdkResponse,
} from "@aws-sdk/client-api-gateway";
import type { Checked } from "../../protocol/checked.ts";
import { notImplemented } from "../../protocol/operation-table.ts";
import { yaml } from "../../yaml.ts";
import type { ApiGatewayContext } from "../context.ts";
import { badRequest, notFound } from "../errors.ts";
import {
  type DeploymentRecord,
  deployments,
  documentationVersions,
  restApis,
  type StageRecord,
  stages,
} from "../records.ts";
import { findRestApi } from "../rest-api.ts";
import { findStageRecord } from "../stage.ts";
import { describeApi, isoSeconds, type StoredApi } from "./describe.ts";
import { dialects } from "./dialects.ts";
import { type Extensions, writeApi } from "./write.ts";

/**
 * Writes what a stage serves as a definition file. D: the deployed API, not the live one, JSON unless `Accept` asks
 * for `application/yaml`. R: the answer's type and file name (test_export_swagger_openapi); an API without a version
 * has that of the time it was deployed. The refusals are in the words that moto expects.
 */
export function GetExport(input: Checked<GetExportRequest>, context: ApiGatewayContext): ExportResponse {
  const { region, store } = context;
  const api = store.get(restApis, region, input.restApiId);
  const stage = store.get(stages, region, input.restApiId, input.stageName);
  if (api === undefined || stage === undefined) throw notFound("Invalid stage identifier specified");
  const dialect = Object.entries(dialects).find(([format]) => format === input.exportType)?.[1];
  if (dialect === undefined) throw badRequest(`No API exporter for type '${input.exportType}'`);
  const deployment = store.get(deployments, region, api.id, stage.deploymentId);
  if (deployment === undefined) throw notFound("Invalid Deployment identifier specified");
  const version = isoSeconds(deployment.createdDate);
  const description = describeApi({ api, ...storedIn(deployment, stage, input.restApiId, context) });
  const document = writeApi(
    description,
    dialect,
    { host: `${api.id}.execute-api.${region}.amazonaws.com`, stageName: stage.stageName, version },
    extensionsOf(input.parameters),
  );
  const isYaml = /yaml/i.test(input.accepts ?? "");
  const text = isYaml ? `---\n${yaml().stringify(document)}` : JSON.stringify(document, undefined, 2);
  const fileName = `${input.exportType}_${api.version ?? version}.${isYaml ? "yaml" : "json"}`;
  return {
    contentType: "application/octet-stream",
    contentDisposition: `attachment; filename="${headerText(fileName)}"`,
    body: Buffer.from(text),
  };
}

/**
 * Generates nothing: a client is made from an export by the tools of its language. The stage is looked up first, so
 * that a wrong one is told apart.
 *
 * @throws AwsError `NotImplemented` saying so.
 */
export function GetSdk(input: Checked<GetSdkRequest>, context: ApiGatewayContext): SdkResponse {
  findRestApi(context, input.restApiId);
  findStageRecord(context, input.restApiId, input.stageName);
  throw notImplemented(
    "API Gateway",
    `GetSdk for '${input.sdkType}' (export the stage with GetExport and generate a client from that file)`,
  );
}

/** What a deployment keeps, with the documentation that the stage publishes. */
function storedIn(
  { snapshot }: DeploymentRecord,
  stage: StageRecord,
  restApiId: string,
  { store, region }: ApiGatewayContext,
): Omit<StoredApi, "api"> {
  // Deployments of an earlier release of this gateway have no authorizers.
  const { authorizers = [], settings: _, ...rest } = snapshot;
  const { documentationVersion: version } = stage;
  const documentation =
    version === undefined ? undefined : store.get(documentationVersions, region, restApiId, version);
  return { ...rest, authorizers, documentation };
}

/**
 * D: `extensions` is a list of names with commas, of which `apigateway` has those of integrations and more. Without
 * a list there is the documentation alone, in the version that the stage publishes ("Publish API documentation").
 */
function extensionsOf(parameters: { readonly [name: string]: string } | undefined): Extensions {
  const asked = (parameters?.["extensions"] ?? "documentation")
    .split(",")
    .map((name) => name.trim().toLowerCase());
  const apigateway = asked.includes("apigateway");
  return {
    apigateway,
    integrations: apigateway || asked.includes("integrations"),
    authorizers: apigateway || asked.includes("authorizers"),
    documentation: asked.includes("documentation"),
  };
}

/** A version is the caller's text, and a header takes neither quotes nor what is not printable ASCII. */
function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]|["\\]/g, "_");
}
