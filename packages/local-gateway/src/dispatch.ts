import { createApiGatewayService } from "./control-plane/service.ts";
import type { ControlPlaneOptions } from "./control-plane-options.ts";
import { own } from "./own.ts";
import { type ControlRequest, headerOf } from "./protocol/control-request.ts";
import { credentialScope } from "./protocol/credential-scope.ts";
import { plain } from "./protocol/plain.ts";
import { formOf } from "./protocol/query-service.ts";
import type { RawResponse } from "./raw-http.ts";

type UnscopedRequest = Omit<ControlRequest, "region" | "accessKeyId">;

const defaultRegion = "us-east-1";

/**
 * Makes the function that answers every request to the five services. The signature's credential scope says which
 * service and Region is meant; an unsigned request is told by its path, in `us-east-1`.
 *
 * An SDK's schemas take tens of milliseconds to load. Those of API Gateway are there from the start; another service
 * is loaded when it is first asked for.
 */
export function createControlPlane(
  options: ControlPlaneOptions,
): (request: UnscopedRequest) => Promise<RawResponse> {
  const apiGateway = createApiGatewayService(options);
  const lambda = once(async () => (await import("./lambda/api/service.ts")).createLambdaService(options));
  const services: { readonly [name: string]: () => Promise<Service> } = {
    apigateway: async () => apiGateway,
    lambda,
    iam: once(async () => (await import("./iam/iam-service.ts")).createIamService(options)),
    sts: once(async () => (await import("./iam/sts-service.ts")).createStsService(options)),
    logs: once(async () => (await import("./logs/service.ts")).createLogsService(options)),
  };
  const nameByPath = async (request: UnscopedRequest): Promise<string | undefined> => {
    if (apiGateway.recognises(request)) return "apigateway";
    const target = headerOf(request.headers, "x-amz-target");
    if (target !== undefined) return serviceByTarget[target.split(".")[0] ?? ""];
    if ((await lambda()).recognises(request)) return "lambda";
    return serviceByVersion[isForm(request) ? (formOf(request).get("Version") ?? "") : ""];
  };
  return async (request) => {
    const scope = credentialScope(request.headers, request.rawQuery);
    const name = scope?.service ?? (await nameByPath(request));
    if (name === undefined) return plain(404, nothingAt(request));
    const service = own(services, name);
    if (service === undefined) return unknownService(name);
    return (await service()).handle({
      ...request,
      region: scope?.region ?? defaultRegion,
      accessKeyId: scope?.accessKeyId,
    });
  };
}

interface Service {
  handle(request: ControlRequest): Promise<RawResponse>;
}

/** A path that is meant for a deployed API is told from the service's own by a part that is easily forgotten. */
function nothingAt({ method, rawPath }: UnscopedRequest): string {
  const nothing = `${method} ${rawPath} is nothing that this gateway has.`;
  const [, stage, path = "/"] = /^(\/restapis\/[^/]+\/[^/]+)(\/.*)?$/.exec(rawPath) ?? [];
  return stage === undefined
    ? nothing
    : `${nothing} A deployed API is called at ${stage}/_user_request_${path}`;
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load();
    return loading;
  };
}

/** D: the `Version` of a query request names its service. */
const serviceByVersion: { readonly [version: string]: string | undefined } = {
  "2010-05-08": "iam",
  "2011-06-15": "sts",
};

/** D: what stands before the operation in `X-Amz-Target`. */
const serviceByTarget: { readonly [target: string]: string | undefined } = { Logs_20140328: "logs" };

function isForm(request: UnscopedRequest): boolean {
  const type = headerOf(request.headers, "content-type") ?? "";
  return request.method === "GET" || type.startsWith("application/x-www-form-urlencoded");
}

function unknownService(name: string): RawResponse {
  const message = `The service ${name} is not implemented by this local gateway.`;
  return {
    status: 501,
    headers: [
      ["Content-Type", "application/json"],
      ["x-amzn-errortype", "NotImplemented"],
    ],
    // Services that name their errors in the body are told there.
    body: Buffer.from(JSON.stringify({ __type: "NotImplemented", message })),
  };
}
