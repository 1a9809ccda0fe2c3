import type { Ids } from "../effects.ts";
import type { DeployedStage } from "./deployed-stage.ts";
import type { Headers } from "./headers.ts";
import type { RawRequest, RawResponse } from "./raw-http.ts";

/** The CloudFront distribution in front of an edge-optimized API: what it adds on the way in and out. */
export interface Edge {
  in(request: RawRequest): RawRequest;
  out(response: RawResponse): RawResponse;
}

/**
 * R test_lambda_aws_proxy_integration and test_invocation_trace_id: the names, and `Miss from cloudfront`. The values
 * that on AWS tell where a caller is are made up, and the same for everybody; K: `Error from cloudfront`.
 */
export function edgeOf({ api }: DeployedStage, ids: Pick<Ids, "bytes">): Edge | undefined {
  if (api.endpointConfiguration?.types?.includes("EDGE") !== true) return undefined;
  const via = `1.1 ${Buffer.from(ids.bytes(16)).toString("hex")}.cloudfront.net (CloudFront)`;
  const id = Buffer.from(ids.bytes(40)).toString("base64url");
  const added: Headers = [...viewer, ["Via", via], ["X-Amz-Cf-Id", id]];
  return {
    in: (request) => ({ ...request, headers: [...request.headers, ...added] }),
    out: (response) => ({
      ...response,
      headers: [
        ...response.headers,
        ["X-Cache", response.status < 400 ? "Miss from cloudfront" : "Error from cloudfront"],
        ["Via", via],
        ["X-Amz-Cf-Pop", "LCL50-C1"],
        ["X-Amz-Cf-Id", id],
      ],
    }),
  };
}

const viewer: Headers = [
  ["CloudFront-Forwarded-Proto", "https"],
  ["CloudFront-Is-Desktop-Viewer", "true"],
  ["CloudFront-Is-Mobile-Viewer", "false"],
  ["CloudFront-Is-SmartTV-Viewer", "false"],
  ["CloudFront-Is-Tablet-Viewer", "false"],
  ["CloudFront-Viewer-ASN", "64496"],
  ["CloudFront-Viewer-Country", "US"],
];
