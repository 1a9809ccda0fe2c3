import {
  DeleteGatewayResponseCommand,
  type GatewayResponseType,
  GetGatewayResponsesCommand,
  PutGatewayResponseCommand,
} from "@aws-sdk/client-api-gateway";
import { defaultGatewayResponses } from "../desired/cors.ts";
import type { RestApiState } from "../state.ts";
import type { Clients } from "../target.ts";
import { type Performers, restApiIdOf } from "./run.ts";

/** Gateway responses: what API Gateway answers without asking anyone. */
export const gatewayResponses: Performers<"PutGatewayResponse" | "DeleteGatewayResponse"> = {
  async PutGatewayResponse({ responseType, responseParameters }, run) {
    await run.clients.apiGateway.send(
      new PutGatewayResponseCommand({
        restApiId: restApiIdOf(run),
        responseType: responseType as GatewayResponseType,
        responseParameters: { ...responseParameters },
      }),
    );
  },
  async DeleteGatewayResponse({ responseType }, run) {
    await run.clients.apiGateway.send(
      new DeleteGatewayResponseCommand({
        restApiId: restApiIdOf(run),
        responseType: responseType as GatewayResponseType,
      }),
    );
  },
};

/** The response parameters of those that stand for all others, where somebody has put them. */
export async function readGatewayResponses(
  { apiGateway }: Clients,
  restApiId: string,
): Promise<RestApiState["gatewayResponses"]> {
  // All types fit into one page.
  const { items = [] } = await apiGateway.send(new GetGatewayResponsesCommand({ restApiId, limit: 500 }));
  const ours: readonly (string | undefined)[] = defaultGatewayResponses;
  return Object.fromEntries(
    items
      .filter(({ responseType, defaultResponse }) => defaultResponse !== true && ours.includes(responseType))
      .map(({ responseType = "", responseParameters = {} }) => [responseType, responseParameters]),
  );
}
