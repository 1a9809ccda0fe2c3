import type { Authorizer } from "@aws-sdk/client-api-gateway";
import { masking } from "../context/masking.ts";
import type { RequestIds } from "../context/request-context.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import { functionOf } from "../outbound/integration-uri.ts";
import type { CallRecord } from "../request-record.ts";
import { sentToLambda } from "./execution-log-endpoint.ts";
import { type LogLine, line, printedHeaders } from "./execution-log-line.ts";

export interface AuthorizerLogInput {
  readonly authorizer: Authorizer;
  readonly stage: DeployedStage;
  readonly ids: RequestIds;
  /** The values of the identity sources. */
  readonly identity: readonly string[];
  readonly calls: readonly CallRecord[];
}

/** What an authorizer was asked, and what its function answered (C: logs as people quote them). */
export function authorizerLines(input: AuthorizerLogInput): readonly LogLine[] {
  const { authorizer, ids, identity, calls } = input;
  const at = ids.receivedAt;
  return [
    line(at, `Starting authorizer: ${authorizer.id} for request: ${ids.requestId}`),
    line(at, `Incoming identity: ${identity.map(masking).join(", ")}`, "data"),
    ...calls.filter(({ box }) => box === "authorizer").flatMap((call) => callLines(call, input)),
  ];
}

function callLines(
  { invocation, startedAt, milliseconds, result }: CallRecord,
  { authorizer, stage, ids }: AuthorizerLogInput,
): LogLine[] {
  const { id: apiId = "" } = stage.api;
  const functionArn = functionOf(authorizer.authorizerUri ?? "")?.functionArn ?? invocation.functionArn;
  const sourceArn = `arn:aws:execute-api:${stage.region}:${stage.accountId}:${apiId}/authorizers/${authorizer.id}`;
  const invokedBy = { kind: "api", sourceArn } as const;
  const sent = sentToLambda({ functionArn, invokedBy, body: invocation.payload }, { ids, apiId });
  return [
    line(startedAt, `Endpoint request URI: ${sent.uri}`, "data"),
    line(startedAt, `Endpoint request headers: ${printedHeaders(sent.headers)}`, "data"),
    line(startedAt, `Endpoint request body after transformations: ${sent.body}`, "data"),
    line(startedAt, `Sending request to ${sent.uri}`, "data"),
    line(startedAt + milliseconds, `Authorizer result body before parsing: ${result.payload}`, "data"),
  ];
}

export function usingPolicyOf(principalId: string): string {
  return `Using valid authorizer policy for principal: ${masking(principalId)}`;
}

export const completed = "Successfully completed authorizer execution";

/** C: of a request without a token, with a wrong one, or of which the function says so. */
export function unauthorizedRequest({ requestId }: RequestIds): string {
  return `Unauthorized request: ${requestId}`;
}
