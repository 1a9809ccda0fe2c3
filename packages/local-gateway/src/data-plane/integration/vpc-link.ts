import type { VpcLinkStatus } from "@aws-sdk/client-api-gateway";
import type { HttpRequest, IntegrationAnswer, VpcLinkUse } from "../passing.ts";
import { Refusal } from "../refusal.ts";
import { type EndpointCaller, http } from "./http.ts";

/** How a VPC link is; undefined when there is none of that id. */
export type FindVpcLink = (region: string, id: string) => VpcLinkStatus | undefined;

export interface VpcLinkCaller extends EndpointCaller {
  readonly findVpcLink: FindVpcLink;
}

/**
 * Calls the endpoint of a private integration. There is no VPC here: the request goes straight to the host of the
 * integration's uri, which on AWS only names the server to the load balancer (D, set up a proxy integration with a
 * private integration: the Host header). The link has to be there and ready, as it has to be on AWS.
 */
export function overVpcLink(
  request: HttpRequest,
  { id, region }: VpcLinkUse,
  caller: VpcLinkCaller,
): Promise<IntegrationAnswer> {
  const status = caller.findVpcLink(region, id);
  if (status !== "AVAILABLE") {
    throw new Refusal(
      "configuration-error",
      status === undefined
        ? `there is no VPC link ${JSON.stringify(id)}: the integration's connectionId has to be the id of one (aws apigateway create-vpc-link)`
        : `the VPC link ${id} is ${status}; it has to be AVAILABLE`,
    );
  }
  return http(request, caller);
}
