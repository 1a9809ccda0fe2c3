import { readFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";

/** The address of a stage below the gateway's own. */
export type StagePath = string;

/** Makes the API that is measured, with the calls that a user would type: the functions are the peer's own file. */
export async function deploy(url: string): Promise<StagePath> {
  const source = readFileSync(join(import.meta.dirname, "serverless-offline/functions.mjs"), "utf8");
  const zip = Buffer.from(zipSync({ "functions.mjs": strToU8(source) })).toString("base64");
  for (const name of ["hello", "greet"]) {
    await call(url, "POST", "/2015-03-31/functions", {
      FunctionName: name,
      Runtime: "nodejs24.x",
      Handler: `functions.${name}`,
      Role: "arn:aws:iam::123456789012:role/benchmark",
      Code: { ZipFile: zip },
    });
    await call(url, "POST", `/2015-03-31/functions/${name}/policy`, {
      StatementId: "apigateway",
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
    });
  }
  const { id, rootResourceId } = await call(url, "POST", "/restapis", { name: "benchmark" });
  const api = `/restapis/${id}`;
  await integrate(url, api, rootResourceId, "NONE", {
    type: "AWS_PROXY",
    httpMethod: "POST",
    uri: uriOf("hello"),
  });
  await integrate(url, api, await resource(url, api, rootResourceId, "whoami"), "AWS_IAM", {
    type: "AWS_PROXY",
    httpMethod: "POST",
    uri: uriOf("hello"),
  });
  await integrate(url, api, await resource(url, api, rootResourceId, "greeting"), "NONE", {
    type: "AWS",
    httpMethod: "POST",
    uri: uriOf("greet"),
    passthroughBehavior: "NEVER",
    requestTemplates: { "application/json": `{"greeter": "$input.params('greeter')"}` },
  });
  await integrate(url, api, await resource(url, api, rootResourceId, "mock"), "NONE", {
    type: "MOCK",
    requestTemplates: { "application/json": '{"statusCode": 200}' },
  });
  await call(url, "POST", `${api}/deployments`, { stageName: "prod" });
  return `${api}/prod/_user_request_`;
}

async function resource(url: string, api: string, parent: unknown, pathPart: string): Promise<unknown> {
  return (await call(url, "POST", `${api}/resources/${parent}`, { pathPart }))["id"];
}

async function integrate(
  url: string,
  api: string,
  resourceId: unknown,
  authorizationType: string,
  integration: Readonly<Record<string, unknown>>,
): Promise<void> {
  const method = `${api}/resources/${resourceId}/methods/GET`;
  await call(url, "PUT", method, { authorizationType });
  await call(url, "PUT", `${method}/integration`, integration);
  if (integration["type"] === "AWS_PROXY") return;
  await call(url, "PUT", `${method}/responses/200`, {});
  await call(url, "PUT", `${method}/integration/responses/200`, {});
}

function uriOf(name: string): string {
  return `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:${name}/invocations`;
}

async function call(
  url: string,
  method: string,
  path: string,
  body: object,
): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(url + path, {
    method,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === "" ? {} : JSON.parse(text);
}
