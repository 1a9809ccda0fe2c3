import { type Adapter, member, textOf } from "./adapter.ts";
import { findCookie } from "./cookie.ts";
import { titleOf } from "./problem.ts";

/**
 * Lambda custom (non-proxy) integration: the event is what the mapping template made, one member for each of
 * the route's inputs, and `"@"` with what the template knows of the request. The result becomes the integration's
 * output; a thrown error becomes the `errorMessage` that the selection patterns match.
 */
export const custom: Adapter = {
  read(event, key, { kind, name }) {
    if (kind === "cookie")
      return findCookie(textOf(member(event, "@cookie")) ?? "", name === "" ? key : name);
    const value = member(event, key);
    // A template prints a missing $context value as an empty text.
    return kind === "context" ? textOf(value) : (value ?? undefined);
  },

  // One output without headers: the result is the body. Otherwise an envelope, which the template of the default
  // integration response takes apart.
  write: (_output, { status, headers, body }, outputs) =>
    outputs.length === 1 && Object.keys(outputs[0]?.headers ?? {}).length === 0
      ? body
      : { status, headers, body },

  requestId: (event) => textOf(member(member(event, "@"), "id")),

  routeName: (event) => textOf(member(member(event, "@"), "route")),

  // A status without an integration response would be caught by no pattern and answered as a success.
  restrict(document, { errors }) {
    const declared = Object.values(errors).map((error) => (typeof error === "number" ? error : error.status));
    return [400, 500, ...declared].includes(document.status)
      ? document
      : { ...document, status: 500, title: titleOf(500) };
  },

  // Without http-error-handler, which would turn an error into a successful result.
  middlewares: [],
};
