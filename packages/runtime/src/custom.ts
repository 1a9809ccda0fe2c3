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
  accept(event) {
    // A whole request, or what queues and buckets send. Other events lack the input.
    const { requestContext, Records } = Object(event);
    if (requestContext ?? Records) throw new Error("Not a mapping template's event.");
  },

  id: (event, { awsRequestId }) => (event as Mapped | null | undefined)?.["@"]?.id ?? awsRequestId,

  read: (event, key, { name, wire }) =>
    (wire.mapped ? wire.mapped(event, key, name) : member(event, key)) ?? undefined,

  // One output without headers: the result is the body. Otherwise an envelope, which the template of the default
  // integration response takes apart.
  write: uses.outputs
    ? ({ status, headers, body }, { headers: declared }, { length }) =>
        length > 1 || Object.keys(declared)[0] ? { status, headers, body } : body
    : ({ body }) => body,

  // Lambda reports its message as `errorMessage`, which the selection patterns match. It has no stack, so none can leak.
  fail(problem, id, { errors }) {
    // A status without an integration response would be caught by no pattern and answered as a success.
    const statuses = [400, 500, ...Object.values(errors).map(statusOf)];
    const status = statuses.includes(problem.status) ? problem.status : 500;
    const document = { ...problem, status, title: titleOf(status), id };
    return Object.assign(new Error(JSON.stringify(document)), { name: problem.code, stack: "" });
  },

  net: [],
};

interface Mapped {
  readonly "@"?: { readonly id?: string } | null;
}
