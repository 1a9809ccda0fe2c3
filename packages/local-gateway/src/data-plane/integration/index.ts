import type { IntegrationAnswer, IntegrationRequest } from "../passing.ts";
import type { FunctionCaller } from "./call-function.ts";
import { http } from "./http.ts";
import { lambda } from "./lambda.ts";
import { lambdaProxy } from "./lambda-proxy.ts";
import { lambdaStream } from "./lambda-stream.ts";
import { mock } from "./mock.ts";
import { type ServiceCaller, service } from "./service.ts";
import { overVpcLink, type VpcLinkCaller } from "./vpc-link.ts";

/** The integration box: one file a kind. */
export function integrate(
  request: IntegrationRequest,
  caller: FunctionCaller & VpcLinkCaller & ServiceCaller,
): Promise<IntegrationAnswer> | IntegrationAnswer {
  switch (request.kind) {
    case "lambda-proxy":
      return request.isStreamed ? lambdaStream(request, caller) : lambdaProxy(request, caller);
    case "lambda":
      return lambda(request, caller);
    case "service":
      return service(request, caller);
    case "http":
    case "http-proxy":
      return request.vpcLink === undefined
        ? http(request, caller)
        : overVpcLink(request, request.vpcLink, caller);
    case "mock":
      return mock(request);
  }
}
