import { actingName, type MayAct, mayActOrRefuse } from "../outbound/acting.ts";
import type { IntegrationAnswer, ServiceRequest } from "../passing.ts";
import type { EndpointAnswer } from "./endpoint.ts";
import { type EndpointCaller, http } from "./http.ts";

/** Signs a request to an AWS service and sends it. Rejects when there is no answer, or `signal` ends it. */
export type CallService = (request: ServiceRequest, signal: AbortSignal) => Promise<EndpointAnswer>;

export interface ServiceCaller extends Omit<EndpointCaller, "callEndpoint"> {
  readonly callService: CallService;
  readonly mayAct: MayAct;
}

/** Calls an AWS service as the integration's role; its answer goes through the integration responses. */
export async function service(request: ServiceRequest, caller: ServiceCaller): Promise<IntegrationAnswer> {
  const { call, overrides, acting, action } = request;
  const access = action === undefined ? {} : { action: `${request.service.split(".").at(-1)}:${action}` };
  if (!mayActOrRefuse(acting, access, caller.mayAct)) {
    // The service itself would refuse it so.
    const message = `${actingName(acting)} is not authorized to perform: ${access.action}`;
    const body = Buffer.from(JSON.stringify({ __type: "AccessDeniedException", Message: message }));
    const headers = [["Content-Type", "application/json"]] as const;
    return { kind: "custom", selectionValue: "403", body, headers, overrides };
  }
  const callEndpoint = (_: unknown, signal: AbortSignal) => caller.callService(request, signal);
  return http(
    { kind: "http", transfer: { mode: "BUFFERED" }, call, vpcLink: undefined, overrides },
    { ...caller, callEndpoint },
  );
}
