import type { Eventually } from "../../eventually.ts";
import type { IntegrationAnswer, IntegrationRequest } from "../passing.ts";
import { type Notes, noting } from "../request-record.ts";
import type { FunctionCaller } from "./call-function.ts";
import { type EndpointCaller, http } from "./http.ts";
import { lambda } from "./lambda.ts";
import { lambdaProxy } from "./lambda-proxy.ts";
import { lambdaStream } from "./lambda-stream.ts";
import { mock } from "./mock.ts";

/** The integration box: one file a kind. What functions answer is noted. */
export function integrate(
  request: IntegrationRequest,
  caller: FunctionCaller & EndpointCaller,
  notes: Notes,
): Eventually<IntegrationAnswer> {
  switch (request.kind) {
    case "lambda-proxy": {
      const noted = noting(caller, "integration", notes);
      return request.isStreamed ? lambdaStream(request, noted) : lambdaProxy(request, noted);
    }
    case "lambda":
      return lambda(request, noting(caller, "integration", notes));
    case "http":
    case "http-proxy":
      return http(request, caller);
    case "mock":
      return mock(request);
  }
}
