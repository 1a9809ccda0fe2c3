import type { APIGatewayProxyEvent, Context } from "aws-lambda";
import lambdaApi, { type Request, type Response } from "lambda-api";
import { order, params, query } from "../order.ts";
import { replace, resources } from "../work.ts";

// Its declarations are those of CommonJS; what is bundled is its ES module.
const createApi = lambdaApi as unknown as typeof lambdaApi.default;
const api = createApi();

for (const resource of resources) {
  api.get(`/${resource}`, async () => ({ resource }));
  api.post(`/${resource}`, async () => ({ resource }));
  api.get(`/${resource}/:id`, async () => ({ resource }));
  api.put(`/${resource}/:id`, async (request: Request, response: Response) => {
    const inPath = params.safeParse(request.params);
    if (!inPath.success) return response.status(400).json(inPath.error.issues);
    const inQuery = query.safeParse(request.query);
    if (!inQuery.success) return response.status(400).json(inQuery.error.issues);
    const inBody = order.safeParse(request.body);
    if (!inBody.success) return response.status(400).json(inBody.error.issues);
    return replace({ ...inPath.data, ...inQuery.data, order: inBody.data });
  });
  api.delete(`/${resource}/:id`, async () => ({ resource }));
}

export const handler = (event: APIGatewayProxyEvent, context: Context) => api.run(event, context);
