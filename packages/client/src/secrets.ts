import { clientError } from "./error.ts";
import type { Secret } from "./options.ts";
import type { SignRequest } from "./request.ts";

/**
 * Adds the client's token to requests of routes with an authorizer, unless they have the header already.
 *
 * @throws ApiError `MissingCredentials`, before anything is sent.
 */
export const token =
  (header: string): SignRequest =>
  async (route, { headers }, { token: secret }) => {
    if (headers.has(header)) return undefined;
    const text = await secretOf(route, "token", secret);
    headers.set(header, header === "authorization" && !/ /.test(text) ? `Bearer ${text}` : text);
    return undefined;
  };

/**
 * Adds the client's API key to requests of routes that want one, unless they have it already.
 *
 * @throws ApiError `MissingCredentials`, before anything is sent.
 */
export const apiKey: SignRequest = async (route, { headers }, { apiKey: secret }) => {
  if (!headers.has("x-api-key")) headers.set("x-api-key", await secretOf(route, "apiKey", secret));
  return undefined;
};

const secretOf = async (route: string, option: string, secret: Secret | undefined): Promise<string> => {
  let cause: unknown;
  try {
    const found = typeof secret === "function" ? await secret() : secret;
    if (found) return found;
  } catch (error) {
    cause = error;
  }
  throw clientError(route, "MissingCredentials", `The route wants a ${option}: give the client one.`, cause);
};
