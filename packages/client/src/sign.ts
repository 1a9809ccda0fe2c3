import { clientError } from "./error.ts";
import type { ClientOptions } from "./options.ts";
import type { SignRequest } from "./request.ts";
import { createSigner, normalizePath } from "./sigv4.ts";
import { webCrypto } from "./web-crypto.ts";

const sign = createSigner(webCrypto);

/** How far a client's clock is behind AWS's, in milliseconds. */
const skews = new WeakMap<ClientOptions, number>();

/**
 * Signs a request to a route with `auth: "iam"`. Signed are the host, the content type and all `x-amz-*` headers:
 * AWS wants these, and any other may be changed on its way by a browser or a proxy. AWS refuses a signature that is
 * minutes old or early: then the clock is set by the answer's date, and the request is signed once more.
 *
 * @throws ApiError `MissingCredentials` or `MissingRegion`, before anything is sent.
 */
export const sigv4: SignRequest = async (route, { method, url, query, headers, body }, options) => {
  const region = options.region ?? hostRegion(url.hostname);
  if (!region) {
    throw clientError(
      route,
      "MissingRegion",
      `${url.hostname} does not tell its region: give the client a region.`,
    );
  }
  const clock = options.now?.() ?? new Date();
  // Those of an earlier signature.
  for (const name of ["x-amz-date", "x-amz-security-token"]) headers.delete(name);
  const signed = [...headers].filter(([name]) => /^(content-type$|x-amz-)/.test(name));
  const added = await sign(
    {
      method,
      path: normalizePath(url.pathname),
      query,
      headers: [["host", url.host], ...signed],
      body: body ?? "",
    },
    {
      credentials: await credentialsOf(route, options),
      region,
      service: "execute-api",
      date: new Date(+clock + (skews.get(options) ?? 0)),
    },
  );
  for (const [name, value] of Object.entries(added)) headers.set(name, value);
  return (answer) => {
    const skew = Date.parse(answer.headers.get("date") ?? "") - +clock;
    const isNew = Math.abs(skew - (skews.get(options) ?? 0)) > 60_000;
    const again = isNew && /^InvalidSignature/.test(answer.headers.get("x-amzn-errortype") ?? "");
    if (again) skews.set(options, skew);
    return again;
  };
};

/** `id.execute-api.us-west-2.amazonaws.com`, also of other partitions, dual stack and VPC endpoints. */
const hostRegion = (host: string): string | undefined => /\.execute-api\.([a-z-]+-\d+)\./.exec(host)?.[1];

const credentialsOf = async (route: string, { credentials }: ClientOptions) => {
  const missing = (detail: string, cause?: unknown) =>
    clientError(route, "MissingCredentials", detail, cause);
  try {
    const found = typeof credentials === "function" ? await credentials() : credentials;
    if (found?.accessKeyId && found.secretAccessKey) return found;
  } catch (cause) {
    throw missing("The credentials function failed.", cause);
  }
  throw missing("The route wants a signature: give the client credentials.");
};
