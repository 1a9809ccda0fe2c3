import { AddPermissionCommand, GetPolicyCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { permissionSourceArn, permissionStatementId } from "../names.ts";
import type { FunctionState, Scope } from "../state.ts";
import type { Clients } from "../target.ts";
import { orNothing } from "./or-nothing.ts";
import { type Performers, restApiIdOf } from "./run.ts";

/** That API Gateway may call a function: one statement for all stages, methods and paths of the API. */
export const permissions: Performers<"AddPermission" | "RemovePermission"> = {
  async AddPermission({ functionName }, run) {
    await run.clients.lambda.send(
      new AddPermissionCommand({
        FunctionName: functionName,
        StatementId: permissionStatementId,
        Action: "lambda:InvokeFunction",
        Principal: "apigateway.amazonaws.com",
        SourceArn: permissionSourceArn(run.scope, restApiIdOf(run)),
      }),
    );
  },
  async RemovePermission({ functionName }, { clients }) {
    await clients.lambda.send(
      new RemovePermissionCommand({ FunctionName: functionName, StatementId: permissionStatementId }),
    );
  },
};

/** Whether API Gateway may call a function for this API. */
export async function readPermission(
  { lambda }: Clients,
  scope: Scope,
  name: string,
  restApiId: string | undefined,
): Promise<FunctionState["permission"]> {
  const found = await orNothing(lambda.send(new GetPolicyCommand({ FunctionName: name })));
  // Lambda's own text, in which every member is looked for.
  const policy = JSON.parse(found?.Policy ?? "{}") as Policy;
  const statement = policy.Statement?.find(({ Sid }) => Sid === permissionStatementId);
  if (statement === undefined) return "none";
  const sourceArn = statement.Condition?.["ArnLike"]?.["AWS:SourceArn"];
  return restApiId !== undefined && sourceArn === permissionSourceArn(scope, restApiId) ? "granted" : "stale";
}

/** The part of a resource-based policy, as Lambda writes it, that is read here. */
interface Policy {
  readonly Statement?: readonly {
    readonly Sid?: string;
    readonly Condition?: { readonly [operator: string]: { readonly [key: string]: string } };
  }[];
}
