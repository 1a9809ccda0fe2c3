export { type Api, api, type EndpointType } from "./api.ts";
export type { Logger } from "./logger.ts";
export { type Errors, type Problem, type ProblemDocument, problem, type ReservedCode } from "./problem.ts";
export {
  type Bytes,
  bytes,
  type Outputs,
  type Reply,
  type Stream,
  stream,
  type Text,
  text,
} from "./reply.ts";
export {
  type Auth,
  type Call,
  del,
  get,
  type Handler,
  head,
  type Integration,
  type Middleware,
  options,
  patch,
  post,
  put,
  type Route,
} from "./route.ts";
export { join, router } from "./router.ts";
export type { Schema } from "./schema.ts";
export * as from from "./source.ts";
export { body, type ContextValues, context, cookie, header, path, query, type Source } from "./source.ts";
