import type { ApiGatewayContext } from "../context.ts";

/** D: whether what is there already stays ("Import an OpenAPI file to update an existing API definition"). */
export type PutMode = "merge" | "overwrite";

/** The API that a description is carried out on. */
export interface Target {
  readonly context: ApiGatewayContext;
  readonly restApiId: string;
  readonly mode: PutMode;
}
