export { binary, form, type WriteBody } from "./body.ts";
export { createClient } from "./client.ts";
export { ApiError, type ClientCode, type CommonError, type GatewayCode, type InvalidField } from "./error.ts";
export type {
  CallOptions,
  ClientOptions,
  Credentials,
  Exchange,
  NoInput,
  Result,
  Secret,
} from "./options.ts";
export type { ClientRequest, SignRequest } from "./request.ts";
export { type RetryOptions, retrying } from "./retry.ts";
export type { BodyKind, HeaderKind, InputPlace, RouteEntry, Routes } from "./routes.ts";
export { apiKey, token } from "./secrets.ts";
export { sigv4 } from "./sign.ts";
export { chunks, events, type ReadStream, type ServerSentEvent } from "./stream.ts";
