import type { RawHeader } from "../../raw-http.ts";
import type { IntegrationAnswer } from "../passing.ts";
import { type Headers, isName, nameSet } from "./headers.ts";

/** Adds headers under the names that a caller gets to see. */
export function addRenamed(
  sent: RawHeader[],
  headers: Headers,
  integration: IntegrationAnswer["kind"],
): void {
  const remapped = integration === "custom" ? remappedForCustom : remappedForProxies;
  for (const header of headers) {
    const [name, value] = header;
    const isRemapped = remapped.has(name);
    if (dropped.has(name) && !isRemapped) continue;
    // C
    if (integration === "http-proxy" && isName(name, "via")) continue;
    sent.push(isRemapped ? [`x-amzn-Remapped-${name}`, value] : header);
  }
}

/** R test_apigateway_header_remapping_{http,aws}: these come back as `x-amzn-Remapped-…`. */
const remappedAlways = ["connection", "content-length", "date", "server"];

/** R test_http_integration_with_lambda: the endpoint's request id. */
const remappedForProxies = nameSet(...remappedAlways, "x-amzn-requestid");

const remappedForCustom = nameSet(
  ...remappedAlways,
  "authorization",
  "content-md5",
  "expect",
  "host",
  "max-forwards",
  "proxy-authenticate",
  "trailer",
  "upgrade",
  "user-agent",
  "www-authenticate",
);

/** R the same; K for `Trailer`, which has no place in front of a body whose length is known. */
const dropped = nameSet("transfer-encoding", "trailer");
