import type { AnyRoute, Api } from "./api.ts";
import { checkRoutes } from "./check-routes.ts";
import type {
  ApiDescription,
  BodyDescription,
  ErrorDescription,
  InputDescription,
  OutputDescription,
  RouteDescription,
} from "./description.ts";
import { inputJsonSchema, outputJsonSchema } from "./json-schema.ts";
import { allSources } from "./read-input.ts";
import { type Body, declareOutputs } from "./reply.ts";
import type { Declaration, Handler } from "./route.ts";

export { type Mistake, RouteError } from "./check-routes.ts";
export type * from "./description.ts";
export { reservedCodes } from "./problem.ts";

/**
 * Describes an API as plain JSON: what `deploy`, the client generator and OpenAPI read.
 *
 * @throws RouteError with every mistake in the routes, and with every schema that has no JSON form.
 */
export const describe = async (api: Api<Readonly<Record<string, AnyRoute>>>): Promise<ApiDescription> => {
  checkRoutes(api);
  return {
    name: api.name,
    stage: api.stage,
    endpointType: api.endpointType,
    ...(api.description !== undefined && { description: api.description }),
    routes: await Promise.all(
      Object.entries(api.routes).map(([key, route]) => describeRoute(key, route.name, route.declaration)),
    ),
  };
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

const describeRoute = async (
  key: string,
  name: string,
  declaration: Declaration,
): Promise<RouteDescription> => ({
  key,
  name,
  method: declaration.method,
  path: declaration.path,
  integration: declaration.integration,
  auth: declaration.auth,
  input: await describeInput(key, declaration),
  outputs: describeOutputs(key, declaration),
  errors: describeErrors(key, declaration),
});

const describeInput = (route: string, declaration: Declaration): Promise<readonly InputDescription[]> =>
  Promise.all(
    allSources(declaration).map(async ([key, source]): Promise<InputDescription> => {
      const { kind, schema } = source;
      const name = kind === "body" ? "" : source.name === "" ? key : source.name;
      if (kind === "context") return { key, kind, name, required: false };
      if (schema === undefined) return { key, kind, name, required: true, schema: { type: "string" } };
      const missing = await schema["~standard"].validate(undefined);
      const where = `${route}  input.${key}`;
      return {
        key,
        kind,
        name,
        required: missing.issues !== undefined,
        schema: inputJsonSchema(schema, where),
      };
    }),
  );

const describeOutputs = (route: string, declaration: Declaration): readonly OutputDescription[] =>
  declareOutputs(declaration.output).map(({ status, body, headers }) => ({
    status,
    body: describeBody(`${route}  output ${status}`, body),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, schema]) => [
        name.toLowerCase(),
        outputJsonSchema(schema, `${route}  output ${status} header ${name}`),
      ]),
    ),
  }));

const describeBody = (where: string, body: Body): BodyDescription => {
  if (body === null) return { type: "none" };
  if ("~standard" in body) return { type: "json", schema: outputJsonSchema(body, where) };
  // A stream arrives as the bytes of its content type.
  return { type: body.type === "text" ? "text" : "bytes", contentType: body.contentType };
};

const describeErrors = (route: string, declaration: Declaration): readonly ErrorDescription[] =>
  Object.entries(declaration.errors).map(([code, declared]) =>
    typeof declared === "number"
      ? { code, status: declared }
      : {
          code,
          status: declared.status,
          ...(declared.details && {
            details: outputJsonSchema(declared.details, `${route}  errors.${code}`),
          }),
        },
  );
