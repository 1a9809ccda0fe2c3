import { Readable } from "node:stream";
import type { CallEndpoint, EndpointAnswer } from "../data-plane/integration/endpoint.ts";
import type { CallService } from "../data-plane/integration/service.ts";
import { type Headers, withHeaders } from "../data-plane/mapping/headers.ts";
import type { Acting } from "../data-plane/outbound/acting.ts";
import type { HttpCall } from "../data-plane/passing.ts";
import type { Clock, Ids } from "../effects.ts";
import type { SigningKey } from "../iam/service-session.ts";
import { own } from "../own.ts";
import type { ControlRequest } from "../protocol/control-request.ts";
import type { RawResponse } from "../raw-http.ts";
import type { ServiceEndpoints } from "./service-endpoints.ts";
import { signCall } from "./sign-call.ts";

export interface CallServiceOptions {
  readonly endpoints: ServiceEndpoints;
  readonly callEndpoint: CallEndpoint;
  /** This gateway's own services. */
  readonly control: (request: Omit<ControlRequest, "region" | "accessKeyId">) => Promise<RawResponse>;
  readonly keyOf: (acting: Acting) => Promise<SigningKey>;
  readonly clock: Clock;
  readonly ids: Pick<Ids, "uuid">;
}

const ownServices: ReadonlySet<string> = new Set(["apigateway", "lambda", "iam", "sts", "logs"]);

/** Makes the function that AWS integrations call services with: configured endpoints first, then this gateway's own. */
export function createCallService(options: CallServiceOptions): CallService {
  const { endpoints, callEndpoint, keyOf, clock } = options;
  return async ({ service, region, acting, call }, signal) => {
    // `{subdomain}.{service}` may be configured as a whole, or the service with all of its subdomains.
    const name = service.split(".").at(-1) ?? service;
    const endpoint = own(endpoints, service) ?? own(endpoints, name);
    if (endpoint === undefined && !ownServices.has(name)) {
      throw new Error(
        `the local gateway has no ${name}; where one runs, start the gateway with --service-endpoint ${name}=http://127.0.0.1:PORT`,
      );
    }
    const to = { ...call, url: endpoint === undefined ? call.url : at(endpoint, call.url) };
    const scope = { service: own(signingNames, name) ?? name, region, at: clock() };
    const signed = signCall(to, await keyOf(acting), scope);
    return endpoint === undefined ? ofOwn(signed, options) : callEndpoint(signed, signal);
  };
}

/** Where the name in a signature is not that of the host (D, service endpoints and their documentation). */
const signingNames: { readonly [service: string]: string } = { "appsync-api": "appsync", email: "ses" };

function at(endpoint: string, { pathname, search }: URL): URL {
  const base = new URL(endpoint);
  return new URL(`${base.origin}${base.pathname.replace(/\/$/, "")}${pathname}${search}`);
}

async function ofOwn(
  { method, url, headers, body }: HttpCall,
  { control, ids }: CallServiceOptions,
): Promise<EndpointAnswer> {
  const requestId = ids.uuid();
  const rawQuery = url.search.slice(1);
  const answer = await control({ method, rawPath: url.pathname, rawQuery, headers, body, requestId });
  const length: Headers = [
    ["Content-Length", String(answer.body.byteLength)],
    ["x-amzn-RequestId", requestId],
  ];
  return {
    status: answer.status,
    headers: withHeaders(answer.headers, length),
    body: answer.stream ?? Readable.from([answer.body]),
  };
}
