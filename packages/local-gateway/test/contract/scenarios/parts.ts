import type {
  APIGateway,
  CreateRestApiRequest,
  PatchOperation,
  PutIntegrationRequest,
  PutIntegrationResponseRequest,
} from "@aws-sdk/client-api-gateway";
import { there } from "../../fixtures/running-gateway.ts";
import type { Run } from "../scenario.ts";

export const add = (path: string, value?: string): PatchOperation => operation("add", path, value);
export const replace = (path: string, value?: string): PatchOperation => operation("replace", path, value);
export const remove = (path: string, value?: string): PatchOperation => operation("remove", path, value);

const operation = (op: "add" | "replace" | "remove", path: string, value: string | undefined) => ({
  op,
  path,
  ...(value !== undefined && { value }),
});

/** The ids of a new API and of its root. */
export async function newRestApi(
  { api, name }: Run,
  input: Partial<CreateRestApiRequest> = {},
): Promise<{ readonly restApiId: string; readonly rootId: string }> {
  const { id, rootResourceId } = await api.createRestApi({ name: name(), ...input });
  return { restApiId: there(id), rootId: there(rootResourceId) };
}

/** Where a method is; what calls for it take. */
export interface MethodAt {
  readonly restApiId: string;
  readonly resourceId: string;
  readonly httpMethod: string;
}

/** A resource of an API, below its root unless said otherwise. */
export async function newResource(
  { api }: Run,
  restApiId: string,
  parentId: string,
  pathPart: string,
): Promise<string> {
  const { id } = await api.createResource({ restApiId, parentId, pathPart });
  return there(id);
}

export interface Mocked {
  readonly request?: Partial<PutIntegrationRequest>;
  readonly response?: Partial<PutIntegrationResponseRequest>;
}

/** A method without authorization that is a mock, which answers 200 with a template. */
export async function mock(api: APIGateway, at: MethodAt, { request, response }: Mocked): Promise<void> {
  await api.putMethod({ ...at, authorizationType: "NONE" });
  await api.putMethodResponse({ ...at, statusCode: "200" });
  await api.putIntegration({
    ...at,
    type: "MOCK",
    requestTemplates: { "application/json": '{"statusCode": 200}' },
    ...request,
  });
  await api.putIntegrationResponse({ ...at, statusCode: "200", ...response });
}

/** The members of a list by one of their texts. */
export function sortedBy<T>(items: readonly T[] | undefined, text: (item: T) => string | undefined): T[] {
  return (items ?? []).toSorted((one, other) => ((text(one) ?? "") < (text(other) ?? "") ? -1 : 1));
}
