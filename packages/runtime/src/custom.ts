import { type Adapter, member, textOf } from "./adapter.ts";
import { statusOf, titleOf } from "./problem.ts";

/**
 * Lambda custom (non-proxy) integration: the event is what the mapping template made, one member for each of
 * the route's inputs, and `"@"` with what the template knows of the request. The result becomes the integration's
 * output; a thrown error becomes the `errorMessage` that the selection patterns match.
 */
export const custom: Adapter = {
  accept() {},

  read(event, key, { kind, name, "~wire": wire }) {
    // All cookies come as the one header that they were sent in.
    if (kind === "cookie") return wire.read({ headers: { cookie: member(event, "@cookie") } }, name || key);
    const value = member(event, key) ?? undefined;
    // A template prints a missing $context value or stage variable as an empty text.
    return value === "" && (kind === "context" || kind === "stageVariable") ? undefined : value;
  },

  // One output without headers: the result is the body. Otherwise an envelope, which the template of the default
  // integration response takes apart.
  write: ({ headers: declared }, { status, headers, body }, { length }) =>
    length === 1 && Object.keys(declared).length === 0 ? body : { status, headers, body },

  requestId: (event) => textOf(member(member(event, "@"), "id")),

  // A status without an integration response would be caught by no pattern and answered as a success.
  restrict: (document, { errors }) =>
    [400, 500, ...Object.values(errors).map(statusOf)].includes(document.status)
      ? document
      : { ...document, status: 500, title: titleOf(500) },

  // Without http-error-handler, which would turn an error into a successful result.
  middlewares: [],
};
