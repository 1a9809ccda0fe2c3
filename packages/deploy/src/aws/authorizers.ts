import {
  type Authorizer,
  type AuthorizerType,
  CreateAuthorizerCommand,
  DeleteAuthorizerCommand,
  GetAuthorizersCommand,
  UpdateAuthorizerCommand,
} from "@aws-sdk/client-api-gateway";
import { compare } from "../canonical.ts";
import type { AuthorizerState } from "../state.ts";
import type { Clients } from "../target.ts";
import { known, type Performers, type Run, restApiIdOf } from "./run.ts";

/** Authorizers, by name: API Gateway takes each name once in an API. */
export const authorizers: Performers<"CreateAuthorizer" | "UpdateAuthorizer" | "DeleteAuthorizer"> = {
  async CreateAuthorizer({ authorizer }, run) {
    const { type, authorizerUri, identityValidationExpression, providerARNs, ...rest } = authorizer;
    const { id } = await run.clients.apiGateway.send(
      new CreateAuthorizerCommand({
        restApiId: restApiIdOf(run),
        ...rest,
        type: type as AuthorizerType,
        ...(authorizerUri !== "" && { authorizerUri }),
        ...(identityValidationExpression !== "" && { identityValidationExpression }),
        ...(providerARNs.length > 0 && { providerARNs: [...providerARNs] }),
      }),
    );
    run.authorizerIds.set(authorizer.name, known(id, `authorizer ${authorizer.name}`));
  },
  async UpdateAuthorizer({ authorizerName, patch }, run) {
    await run.clients.apiGateway.send(
      new UpdateAuthorizerCommand({ ...authorizerOf(run, authorizerName), patchOperations: [...patch] }),
    );
  },
  async DeleteAuthorizer({ authorizerName }, run) {
    await run.clients.apiGateway.send(new DeleteAuthorizerCommand(authorizerOf(run, authorizerName)));
    run.authorizerIds.delete(authorizerName);
  },
};

/** All authorizers of an API. */
export async function readAuthorizers(
  { apiGateway }: Clients,
  restApiId: string,
): Promise<readonly Authorizer[]> {
  const found: Authorizer[] = [];
  let position: string | undefined;
  do {
    const page = await apiGateway.send(
      new GetAuthorizersCommand({ restApiId, limit: 500, ...(position !== undefined && { position }) }),
    );
    found.push(...(page.items ?? []));
    position = page.position;
  } while (position !== undefined);
  return found;
}

/** What is there, in canonical form. */
export function authorizerStates(found: readonly Authorizer[]): readonly AuthorizerState[] {
  return found
    .map(
      (one): AuthorizerState => ({
        name: one.name ?? "",
        type: one.type ?? "",
        authorizerUri: one.authorizerUri ?? "",
        identitySource: one.identitySource ?? "",
        identityValidationExpression: one.identityValidationExpression ?? "",
        // The default of CreateAuthorizer.
        authorizerResultTtlInSeconds: one.authorizerResultTtlInSeconds ?? 300,
        providerARNs: [...(one.providerARNs ?? [])].sort(compare),
      }),
    )
    .sort((left, right) => compare(left.name, right.name));
}

function authorizerOf(run: Run, name: string): { readonly restApiId: string; readonly authorizerId: string } {
  return {
    restApiId: restApiIdOf(run),
    authorizerId: known(run.authorizerIds.get(name), `authorizer ${name}`),
  };
}
