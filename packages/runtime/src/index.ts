export { type AnyRoute, type Api, api, type EndpointType } from "./api.ts";
export {
  type Auth,
  type CognitoAuthorizer,
  cognito,
  type IdentitySource,
  type LambdaAuthorizer,
  lambdaAuthorizer,
} from "./auth.ts";
export { type AuthorizerHandler, authorizer } from "./authorizer.ts";
export { type Fail, failures } from "./fail.ts";
export type { Logger, LoggerOf, LogKeys } from "./logger.ts";
export { type Errors, type Problem, type ProblemDocument, problem, type ReservedCode } from "./problem.ts";
export {
  type Bytes,
  bytes,
  type Outputs,
  type Reply,
  type Stream,
  type StreamedBody,
  type Text,
  text,
  type WithHeaders,
  type Write,
} from "./reply.ts";
export {
  any,
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
export {
  binary,
  body,
  type ContextValues,
  context,
  cookie,
  form,
  header,
  path,
  query,
  type Source,
  stageVariable,
} from "./source.ts";
export { stream } from "./stream.ts";
