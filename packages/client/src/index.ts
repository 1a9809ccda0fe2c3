export { createClient } from "./client.ts";
export { ApiError, type ClientCode, type CommonError, type GatewayCode, type InvalidField } from "./error.ts";
export type {
  CallOptions,
  ClientOptions,
  Credentials,
  Exchange,
  NoInput,
  Result,
} from "./options.ts";
export type { BodyKind, HeaderKind, InputPlace, RouteEntry, Routes } from "./routes.ts";
export { type SignRequest, sigv4 } from "./sign.ts";
