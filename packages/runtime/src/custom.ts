import { type Adapter, member } from "./adapter.ts";
import { statusOf } from "./problem.ts";

/**
 * Lambda custom (non-proxy) integration: the event is what the mapping template made, one member for each of
 * the route's inputs, and `"@"` with what the template knows of the request. The result becomes the integration's
 * output; a thrown error becomes the `errorMessage` that the selection patterns match. Without http-error-handler,
 * which would turn an error into a successful result.
 */
export const custom: Adapter = {
  read: (event, key, { name, wire }) =>
    (wire.readMapped ? wire.readMapped(event, key, name) : member(event, key)) ?? undefined,

  // One output without headers: the result is the body. Otherwise an envelope, which the template of the default
  // integration response takes apart.
  write: ({ headers: declared }, { status, headers, body }, { length }) =>
    length === 1 && !Object.keys(declared)[0] ? body : { status, headers, body },

  // A status without an integration response would be caught by no pattern and answered as a success.
  statuses: (errors) => [400, 500, ...Object.values(errors).map(statusOf)],
};
