import type { Ids } from "../effects.ts";
import type { DeployedStage } from "./deployed-stage.ts";
import type { Headers } from "./headers.ts";
import type { RawHeader, RawRequest, RawResponse } from "./raw-http.ts";

/** The CloudFront distribution in front of an edge-optimized API: what it adds on the way in and out. */
export interface Edge {
  in(request: RawRequest): RawRequest;
  out(response: RawResponse): RawResponse;
}

export interface Edges {
  /** Undefined for an API that has none in front. */
  of(stage: DeployedStage): Edge | undefined;
}

/**
 * R test_lambda_aws_proxy_integration and test_invocation_trace_id: the names, and `Miss from cloudfront`. The values
 * that on AWS tell where a caller is are made up, and the same for everybody; K: `Error from cloudfront`.
 */
export function createEdges(ids: Pick<Ids, "bytes">): Edges {
  let host: string | undefined;
  return {
    of: ({ api }) => {
      if (api.endpointConfiguration?.types?.includes("EDGE") !== true) return undefined;
      // A request is sent through one of a few servers: here it is always the same.
      host ??= `1.1 ${Buffer.from(ids.bytes(16)).toString("hex")}.cloudfront.net (CloudFront)`;
      return edgeAt(["Via", host], ["X-Amz-Cf-Id", Buffer.from(ids.bytes(40)).toString("base64url")]);
    },
  };
}

function edgeAt(via: RawHeader, id: RawHeader): Edge {
  return {
    in: (request) => ({ ...request, headers: [...request.headers, ...viewer, via, id] }),
    out: (response) => ({
      ...response,
      headers: [...response.headers, response.status < 400 ? miss : failure, via, pop, id],
    }),
  };
}

const miss: RawHeader = ["X-Cache", "Miss from cloudfront"];
const failure: RawHeader = ["X-Cache", "Error from cloudfront"];
const pop: RawHeader = ["X-Amz-Cf-Pop", "LCL50-C1"];

const viewer: Headers = [
  ["CloudFront-Forwarded-Proto", "https"],
  ["CloudFront-Is-Desktop-Viewer", "true"],
  ["CloudFront-Is-Mobile-Viewer", "false"],
  ["CloudFront-Is-SmartTV-Viewer", "false"],
  ["CloudFront-Is-Tablet-Viewer", "false"],
  ["CloudFront-Viewer-ASN", "64496"],
  ["CloudFront-Viewer-Country", "US"],
];
