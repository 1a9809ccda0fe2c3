import type { Eventually } from "../../eventually.ts";
import { type CallNotes, noting } from "../notes.ts";
import type { Outbound } from "../outbound/outbound.ts";
import type { IntegrationAnswer, IntegrationRequest } from "../passing.ts";
import { http } from "./http.ts";
import { lambda } from "./lambda.ts";
import { lambdaProxy } from "./lambda-proxy.ts";
import { lambdaStream } from "./lambda-stream.ts";
import { mock } from "./mock.ts";
import { service } from "./service.ts";
import { overVpcLink } from "./vpc-link.ts";

export interface IntegrationInput {
  readonly request: IntegrationRequest;
  readonly caller: Outbound;
  readonly notes: CallNotes;
}

/** The integration box: one file a kind. What functions answer is noted. */
export function integrate({ request, caller, notes }: IntegrationInput): Eventually<IntegrationAnswer> {
  switch (request.kind) {
    case "lambda-proxy": {
      const noted = noting(caller, "integration", notes);
      return request.transfer.mode === "STREAM"
        ? lambdaStream(request, request.transfer, noted)
        : lambdaProxy(request, noted);
    }
    case "lambda":
      return lambda(request, noting(caller, "integration", notes));
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
