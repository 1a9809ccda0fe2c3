// By hand, and nothing is checked.
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { type Input, replace } from "../../runtime/work.ts";

export const handler = async ({
  pathParameters,
  queryStringParameters,
  body,
}: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => ({
  statusCode: 200,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(
    replace({
      id: pathParameters?.["id"] ?? "",
      dryRun: queryStringParameters?.["dryRun"] as Input["dryRun"],
      limit: Number(queryStringParameters?.["limit"]),
      order: JSON.parse(body ?? "{}"),
    }),
  ),
});
