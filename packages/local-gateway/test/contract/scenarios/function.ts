import { waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { there } from "../../fixtures/running-gateway.ts";
import type { Run } from "../scenario.ts";

/** A new function, the text of whose module is given, and the integration that calls it as the role. */
export async function newFunction(run: Run, code: string) {
  const { lambda, region, role } = run;
  const made = await lambda.createFunction({
    FunctionName: run.name(),
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    Role: role,
    Code: { ZipFile: zipSync({ "index.mjs": strToU8(code) }) },
  });
  const { FunctionName, FunctionArn } = {
    FunctionName: there(made.FunctionName),
    FunctionArn: there(made.FunctionArn),
  };
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 120 }, { FunctionName });
  const uri = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${FunctionArn}/invocations`;
  return {
    FunctionName,
    FunctionArn,
    integration: { uri, integrationHttpMethod: "POST", credentials: role },
  };
}

/** Answers a proxy integration with the event that it got. */
export const echoOfProxy = `export const handler = async (event) =>
  ({ statusCode: 200, body: JSON.stringify(event), isBase64Encoded: false });`;
