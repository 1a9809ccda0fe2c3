import type { AnyRoute, Api } from "./api.ts";
import type { Auth } from "./auth.ts";
import type { AuthorizerHandler } from "./authorizer.ts";
import { checkRoutes } from "./check-routes.ts";
import type {
  ApiDescription,
  AuthDescription,
  BodyDescription,
  ErrorDescription,
  InputDescription,
  JsonSchema,
  OutputDescription,
  RouteDescription,
} from "./description.ts";
import { type JsonSchemas, jsonSchemas } from "./json-schema.ts";
import { probe } from "./probe.ts";
import type { Errors } from "./problem.ts";
import { allSources } from "./read-input.ts";
import { type Body, declareOutputs } from "./reply.ts";
import type { Declaration, Handler } from "./route.ts";
import type { ApiSettings } from "./settings.ts";

export { binaryMediaTypes } from "./binary-media-types.ts";
export { type Mistake, type MistakeCode, RouteError } from "./check-routes.ts";
export type * from "./description.ts";
export { reservedCodes } from "./problem.ts";
export { settingsVariable, streamVariable } from "./settings.ts";
export { type Uses, usesOf } from "./uses-of.ts";

/**
 * Describes an API as plain JSON: what `deploy`, the client generator and OpenAPI read.
 *
 * @throws RouteError with every mistake in the routes, and with every schema that has no JSON form.
 */
export const describe = async (api: Api<Readonly<Record<string, AnyRoute>>>): Promise<ApiDescription> => {
  checkRoutes(api);
  const schemas = jsonSchemas();
  const errors = await describeErrors(api.name, api.errors ?? {}, schemas);
  const routes: RouteDescription[] = [];
  for (const [key, { name, declaration }] of Object.entries(api.routes)) {
    routes.push(await describeRoute(key, name, declaration, api, schemas));
  }
  schemas.refuse();
  return {
    name: api.name,
    stage: api.stage,
    endpointType: api.endpointType,
    ...(api.description !== undefined && { description: api.description }),
    ...(api.cors !== undefined && { cors: api.cors }),
    ...(api.headers !== undefined && { headers: api.headers }),
    ...(errors.length > 0 && { errors }),
    ...(schemas.warnings.length > 0 && { warnings: schemas.warnings }),
    routes,
  };
};

/** What the functions of an API get in their environment, under `settingsVariable`; undefined when there is nothing. */
export const settingsOf = ({ cors, headers, errors }: ApiDescription): string | undefined => {
  const settings: ApiSettings = {
    ...(cors && { cors }),
    ...(headers && { headers }),
    ...(errors && { errors: Object.fromEntries(errors.map(({ code, status }) => [code, status])) }),
  };
  return Object.keys(settings).length > 0 ? JSON.stringify(settings) : undefined;
};

/** Whether a value was made by `api(…)`. */
export const isApi = (value: unknown): value is Api<Readonly<Record<string, AnyRoute>>> =>
  typeof value === "object" &&
  value !== null &&
  "routes" in value &&
  "endpointType" in value &&
  "name" in value &&
  typeof value.routes === "object" &&
  value.routes !== null;

/** Whether a value was made by `route.handler(…)`, `join` or `router`. */
export const isHandler = (value: unknown): value is Handler<string> =>
  typeof value === "function" && "routes" in value && Array.isArray(value.routes);

/** Whether a value was made by `authorizer.token(…)` or `authorizer.request(…)`. */
export const isAuthorizerHandler = (value: unknown): value is AuthorizerHandler =>
  typeof value === "function" && "authorizer" in value && typeof value.authorizer === "string";

const describeRoute = async (
  key: string,
  name: string,
  declaration: Declaration,
  api: Api<unknown>,
  schemas: JsonSchemas,
): Promise<RouteDescription> => ({
  key,
  name,
  method: declaration.method,
  path: declaration.path,
  integration: declaration.integration,
  auth: describeAuth(declaration.auth ?? api.auth ?? "none"),
  input: await describeInput(key, declaration, schemas),
  outputs: await describeOutputs(key, declaration, schemas),
  errors: await describeErrors(key, { ...api.errors, ...declaration.errors }, schemas),
});

const describeAuth = (auth: Auth): AuthDescription => {
  if (typeof auth === "string" || auth.type === "cognito") return auth;
  const { type, name, identitySources, validation, ttl, function: arn, context } = auth;
  return {
    type,
    name,
    identitySources,
    ...(validation !== undefined && { validation }),
    ttl,
    ...(arn !== undefined && { function: arn }),
    context,
  };
};

const describeInput = async (
  route: string,
  declaration: Declaration,
  schemas: JsonSchemas,
): Promise<readonly InputDescription[]> => {
  const inputs: InputDescription[] = [];
  for (const [key, source] of allSources(declaration)) {
    const { kind, schema, contentType } = source;
    const where = `${route}  input.${key}`;
    const isBody = kind === "body" || kind === "form" || kind === "binary";
    const name = isBody ? "" : source.name === "" ? key : source.name;
    if (kind === "context") inputs.push({ key, kind, name, required: false });
    else if (kind === "binary")
      inputs.push({
        key,
        kind,
        name,
        required: true,
        contentType: contentType ?? "application/octet-stream",
      });
    else if (schema === undefined)
      inputs.push({ key, kind, name, required: true, schema: { type: "string" } });
    else {
      const probed = await probe(schema, where, kind);
      schemas.mistakes.push(...probed.mistakes);
      schemas.warnings.push(...probed.warnings);
      inputs.push({ key, kind, name, required: probed.required, schema: await schemas.input(schema, where) });
    }
  }
  return inputs;
};

const describeOutputs = async (
  route: string,
  declaration: Declaration,
  schemas: JsonSchemas,
): Promise<readonly OutputDescription[]> => {
  const outputs: OutputDescription[] = [];
  for (const { status, body, headers } of declareOutputs(declaration.output)) {
    const where = `${route}  output ${status}`;
    const described: Record<string, JsonSchema> = {};
    for (const [name, schema] of Object.entries(headers)) {
      described[name.toLowerCase()] = await schemas.output(schema, `${where} header ${name}`);
    }
    outputs.push({ status, body: await describeBody(where, body, schemas), headers: described });
  }
  return outputs;
};

const describeBody = async (where: string, body: Body, schemas: JsonSchemas): Promise<BodyDescription> => {
  if (body === null) return { type: "none" };
  if ("~standard" in body) return { type: "json", schema: await schemas.output(body, where) };
  const { type, contentType } = body;
  if (type === "text") return { type, contentType };
  // A stream arrives as the bytes of its content type.
  return { type: "bytes", contentType, ...(type === "stream" && { streamed: true }) };
};

const describeErrors = async (
  where: string,
  errors: Errors,
  schemas: JsonSchemas,
): Promise<readonly ErrorDescription[]> => {
  const described: ErrorDescription[] = [];
  for (const [code, declared] of Object.entries(errors)) {
    if (typeof declared === "number") described.push({ code, status: declared });
    else {
      const details =
        declared.details && (await schemas.output(declared.details, `${where}  errors.${code}`));
      described.push({ code, status: declared.status, ...(details && { details }) });
    }
  }
  return described;
};
