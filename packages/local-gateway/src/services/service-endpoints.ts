import { GatewayError } from "../gateway-error.ts";

/** URLs by the service's name in integration uris, such as `sqs`: where it is reached instead of AWS. */
export interface ServiceEndpoints {
  readonly [service: string]: string;
}

/** @throws GatewayError `InvalidServiceEndpoint`. */
export function checkServiceEndpoints(endpoints: ServiceEndpoints): void {
  for (const [service, url] of Object.entries(endpoints)) {
    if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) continue;
    throw new GatewayError(
      "InvalidServiceEndpoint",
      `The endpoint of ${service} is ${JSON.stringify(url)}. Give it as a URL, such as http://127.0.0.1:9324.`,
    );
  }
}
