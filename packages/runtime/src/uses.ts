/*
 * What the routes of a function use: everything, unless whoever bundles the function knows its routes and says `false`
 * of some (`usesOf` does, `dropRoutes` of `@gatewright/deploy/esbuild` takes it). The bundler then drops what no route
 * needs. Each is of type boolean, so that the compiler looks at both ways; a condition on one stands in a `?:` or in an
 * `if` without `return`, where bundlers see that the other way is none.
 */

/** A proxy integration. */
export const proxy: boolean = true;
/** A custom integration. */
export const custom: boolean = true;
/** An output that is no bare schema (another status than 200, several, headers, no JSON), or a check of answers. */
export const outputs: boolean = true;
/** An output with headers. */
export const headers: boolean = true;
/** An output that is text, bytes or a stream. */
export const encoded: boolean = true;
/** A declared error, of the route or of its API. */
export const errors: boolean = true;
/** A value without a schema: `context`, `binary`, a parameter of the path that `input` does not list. */
export const unchecked: boolean = true;
/** An authorizer that types what it says. */
export const typed: boolean = true;
/** A body in base64, or larger than API Gateway lets through: what an API with text bodies alone does not send. */
export const foreign: boolean = true;
/** A cookie, or a query parameter, header or form that may be a list or have one; else the last of several counts. */
export const lists: boolean = true;
/** An input or header with a name that every object has, such as `constructor`. */
export const inherited: boolean = true;
