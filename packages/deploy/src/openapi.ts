import type { RouteDescription } from "@gatewright/runtime/describe";
import { methodOf } from "./desired/route-method.ts";
import { DeployError } from "./errors.ts";
import { invocationUri } from "./names.ts";

/** What a route's integration is made for. */
export interface IntegrationOptions {
  /** The ARN of the Lambda function that serves the route. */
  readonly functionArn: string;
  /** Whether the function streams its answers (`GATEWRIGHT_STREAM=1`). Default false. */
  readonly streams?: boolean;
}

/**
 * The `x-amazon-apigateway-integration` of a route: what `gatewright deploy` would make of it, for a document that
 * something else brings to API Gateway. The templates and the selection patterns of a custom integration are in it;
 * what `api({ cors, headers })` says is not. AWS: "x-amazon-apigateway-integration object".
 *
 * @throws DeployError `InvalidName` when the ARN is none of a function
 */
export function lambdaIntegration(
  route: RouteDescription,
  { functionArn, streams = false }: IntegrationOptions,
): { readonly [member: string]: unknown } {
  const [, partition = "", region = "", accountId = "", name = ""] =
    /^arn:([\w-]+):lambda:([\w-]+):(\d{12}):function:(.+)$/.exec(functionArn) ?? [];
  if (name === "") {
    const message = `${route.key}: ${functionArn} is not the ARN of a Lambda function: arn:aws:lambda:{region}:{account}:function:{name}.`;
    throw new DeployError("InvalidName", message);
  }
  const scope = { api: "", stage: "", partition, region, accountId };
  const headers = { fixed: {}, chosen: [], template: "" };
  const { methodIntegration } = methodOf(route, {
    uri: invocationUri(scope, name, { streams }),
    streams,
    headers,
  });
  const { type, passthroughBehavior, integrationResponses, ...rest } = methodIntegration ?? {};
  return {
    type: type?.toLowerCase(),
    ...rest,
    ...(passthroughBehavior && { passthroughBehavior: passthroughBehavior.toLowerCase() }),
    ...(integrationResponses && {
      responses: Object.fromEntries(
        Object.entries(integrationResponses).map(([statusCode, { selectionPattern, ...response }]) => [
          selectionPattern || "default",
          { statusCode, ...response },
        ]),
      ),
    }),
  };
}
