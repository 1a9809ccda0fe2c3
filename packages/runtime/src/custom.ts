import { type Adapter, member } from "./adapter.ts";
import { statusOf, titleOf } from "./problem.ts";
import * as uses from "./uses.ts";

/**
 * Lambda custom (non-proxy) integration: the event is what the mapping template made, one member for each of
 * the route's inputs, and `"@"` with what the template knows of the request. The result becomes the integration's
 * output; a thrown error becomes the `errorMessage` that the selection patterns match. Without http-error-handler,
 * which would turn an error into a successful result.
 */
export const custom: Adapter = {
  accept() {},

  id: (event, { awsRequestId }) => (event as Mapped | null | undefined)?.["@"]?.id ?? awsRequestId,

  read: (event, key, { name, wire }) =>
    (wire.readMapped ? wire.readMapped(event, key, name) : member(event, key)) ?? undefined,

  // One output without headers: the result is the body. Otherwise an envelope, which the template of the default
  // integration response takes apart.
  write: uses.outputs
    ? ({ status, headers, body }, { headers: declared }, { length }) =>
        length > 1 || Object.keys(declared)[0] ? { status, headers, body } : body
    : ({ body }) => body,

  // Lambda reports its message as `errorMessage`, which the selection patterns match. It has no stack, so none can leak.
  fail(problem, id, errors) {
    // A status without an integration response would be caught by no pattern and answered as a success.
    const answerable = [400, 500, ...Object.values(errors).map(statusOf)].includes(problem.status);
    const document = { ...problem, ...(!answerable && { status: 500, title: titleOf(500) }), id };
    return Object.assign(new Error(JSON.stringify(document)), { name: problem.code, stack: "" });
  },

  net: [],
};

interface Mapped {
  readonly "@"?: { readonly id?: string } | null;
}
