import {
  type ContentHandlingStrategy,
  DeleteIntegrationResponseCommand,
  DeleteMethodCommand,
  type IntegrationType,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  type ResponseTransferMode,
} from "@aws-sdk/client-api-gateway";
import { known, type Performers, resourceOf } from "./run.ts";

/** Methods, with their integrations and responses. What a state spells out as empty is left out of the call. */
export const methods: Performers<
  | "PutMethod"
  | "DeleteMethod"
  | "PutIntegration"
  | "PutMethodResponse"
  | "PutIntegrationResponse"
  | "DeleteIntegrationResponse"
> = {
  async PutMethod({ path, httpMethod, request }, run) {
    const { authorizationType, authorizationScopes, authorizer, ...rest } = request;
    const authorizerId = authorizer === "" ? "" : known(run.authorizerIds.get(authorizer), authorizer);
    const scopes = authorizationScopes.length === 0 ? {} : { authorizationScopes: [...authorizationScopes] };
    const input = {
      ...resourceOf(run, path),
      httpMethod,
      authorizationType,
      ...scopes,
      ...given({ ...rest, authorizerId }),
    };
    await run.clients.apiGateway.send(new PutMethodCommand(input));
  },
  async DeleteMethod({ path, httpMethod }, run) {
    await run.clients.apiGateway.send(new DeleteMethodCommand({ ...resourceOf(run, path), httpMethod }));
  },
  async PutIntegration({ path, httpMethod, integration }, run) {
    const { type, contentHandling, responseTransferMode, ...rest } = integration;
    await run.clients.apiGateway.send(
      new PutIntegrationCommand({
        ...resourceOf(run, path),
        httpMethod,
        type: type as IntegrationType,
        ...given(rest),
        ...(contentHandling === "" ? {} : { contentHandling: contentHandling as ContentHandlingStrategy }),
        ...(responseTransferMode === "BUFFERED"
          ? {}
          : { responseTransferMode: responseTransferMode as ResponseTransferMode }),
      }),
    );
  },
  async PutMethodResponse({ path, httpMethod, statusCode, response }, run) {
    const input = { ...resourceOf(run, path), httpMethod, statusCode, ...given(response) };
    await run.clients.apiGateway.send(new PutMethodResponseCommand(input));
  },
  async PutIntegrationResponse({ path, httpMethod, statusCode, response }, run) {
    const { selectionPattern, contentHandling, ...rest } = response;
    await run.clients.apiGateway.send(
      new PutIntegrationResponseCommand({
        ...resourceOf(run, path),
        httpMethod,
        statusCode,
        selectionPattern,
        ...given(rest),
        ...(contentHandling === "" ? {} : { contentHandling: contentHandling as ContentHandlingStrategy }),
      }),
    );
  },
  async DeleteIntegrationResponse({ path, httpMethod, statusCode }, run) {
    const input = { ...resourceOf(run, path), httpMethod, statusCode };
    await run.clients.apiGateway.send(new DeleteIntegrationResponseCommand(input));
  },
};

/** The members that say anything: no empty text, list or record, and no `false`. */
function given<Value extends object>(value: Value): { [Name in keyof Value]?: Value[Name] } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => !isEmpty(member))) as {
    [Name in keyof Value]?: Value[Name];
  };
}

function isEmpty(member: unknown): boolean {
  return (
    member === "" ||
    member === false ||
    (typeof member === "object" && member !== null && Object.keys(member).length === 0)
  );
}
