import { clientError } from "./error.ts";
import type { SignRequest } from "./request.ts";

/**
 * Adds the client's token to requests of routes with an authorizer, unless they have the header already.
 *
 * @throws ApiError `MissingCredentials`, before anything is sent.
 */
export const token = (header: string): SignRequest =>
  secretHeader(header, "token", (text) =>
    header === "authorization" && !/ /.test(text) ? `Bearer ${text}` : text,
  );

/**
 * Adds the client's API key to requests of routes that want one, unless they have it already.
 *
 * @throws ApiError `MissingCredentials`, before anything is sent.
 */
export const apiKey: SignRequest = /* @__PURE__ */ secretHeader("x-api-key", "apiKey");

function secretHeader(
  header: string,
  option: "token" | "apiKey",
  write = (text: string) => text,
): SignRequest {
  return async (route, { headers }, { [option]: secret }) => {
    if (headers.has(header)) return undefined;
    const missing = (detail: string, cause?: unknown) =>
      clientError(route, "MissingCredentials", detail, cause);
    let found: string | undefined;
    try {
      found = typeof secret === "function" ? await secret() : secret;
      if (found) headers.set(header, write(found));
    } catch (cause) {
      throw missing(`The ${option} cannot be had, or cannot be sent.`, cause);
    }
    if (!found) throw missing(`The route wants a ${option}: give the client one.`);
    return undefined;
  };
}
