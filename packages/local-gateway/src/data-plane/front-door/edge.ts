import type { Ids } from "../../effects.ts";
import type { RawHeader, RawRequest, RawResponse } from "../../raw-http.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import type { Headers } from "../mapping/headers.ts";
import { Refusal } from "../refusal.ts";

/** The CloudFront distribution in front of an edge-optimized API: what it adds on the way in and out. */
export interface Edge {
  /** @throws Refusal for what CloudFront does not hand on */
  in(request: RawRequest): RawRequest;
  out(response: RawResponse): RawResponse;
}

/**
 * R test_lambda_aws_proxy_integration and test_invocation_trace_id: the names, `Miss from cloudfront`, and that `Via`
 * is another each time. The values that on AWS tell where a caller is are made up, and the same for everybody; K:
 * `Error from cloudfront`.
 */
export function edgeOf({ api }: DeployedStage, ids: Pick<Ids, "bytes">): Edge | undefined {
  if (api.endpointConfiguration?.types?.includes("EDGE") !== true) return undefined;
  const drawn = ids.bytes(56);
  const random = Buffer.isBuffer(drawn) ? drawn : Buffer.from(drawn);
  const via: RawHeader = ["Via", `1.1 ${random.toString("hex", 0, 16)}.cloudfront.net (CloudFront)`];
  const id: RawHeader = ["X-Amz-Cf-Id", random.toString("base64url", 16, 56)];
  return {
    in: (request) => {
      refuse(request);
      return { ...request, headers: [...request.headers.map(respelled), ...viewer, via, id] };
    },
    out: (response) => ({
      ...response,
      headers: [...response.headers, response.status < 400 ? miss : failure, via, pop, id],
    }),
  };
}

/**
 * As CloudFront spells them, however they were sent (quiltdata/quilt#3225, aws/aws-sdk-js#2719). All others stay as
 * they are.
 */
const spelling: ReadonlyMap<string, string> = new Map(
  ["Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Host", "Referer", "User-Agent"].map(
    (name) => [name.toLowerCase(), name],
  ),
);

function respelled(header: RawHeader): RawHeader {
  const spelled = spelling.get(header[0].toLowerCase());
  return spelled === undefined ? header : [spelled, header[1]];
}

/** Characters (D, quotas for configuring and running a REST API). */
const maximumUrl = 8192;

/** D, CloudFront's request behavior for custom origins: GET requests that include a body, maximum length of a URL. */
function refuse({ method, body, host, urlPath, rawQuery }: RawRequest): void {
  if (method === "GET" && body.byteLength > 0) {
    throw new Refusal(
      "distribution-refusal",
      "a GET has a body, which CloudFront in front of an edge-optimized API does not take: send none, or make the API REGIONAL",
    );
  }
  const length = `https://${host}${urlPath}?${rawQuery}`.length;
  if (length > maximumUrl) {
    throw new Refusal(
      "distribution-url-too-long",
      `the URL has ${length} characters; CloudFront in front of an edge-optimized API takes ${maximumUrl}`,
    );
  }
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
