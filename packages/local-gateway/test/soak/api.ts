import { strToU8, zipSync } from "fflate";

/** Ill-behaved now and then, as the request says; otherwise each answers the token that it was sent. */
const code = `
const hoard = [];
exports.proxy = async ({ queryStringParameters: { token, do: what } }) => {
  if (what === "crash") process.exit(1);
  if (what === "throw") throw new Error("Thrown for " + token);
  if (what === "hang") await new Promise(() => setInterval(() => {}, 1000));
  if (what === "leak") hoard.push(Buffer.alloc(2_000_000, token));
  return { statusCode: 200, headers: { "X-Token": token }, body: token };
};
exports.custom = async ({ token }) => ({ token });
exports.stream = awslambda.streamifyResponse(async ({ queryStringParameters: { token, do: what } }, stream) => {
  stream = awslambda.HttpResponseStream.from(stream, { statusCode: 200, headers: { "X-Token": token } });
  for (const letter of token) {
    stream.write(letter);
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (what === "cut") throw new Error("Cut for " + token);
  }
  stream.end();
});`;

const region = "us-east-1";
const account = "123456789012";
const role = `arn:aws:iam::${account}:role/soak`;

/** Makes the functions and the API, and returns the URL before its resources. */
export async function deploySoak(url: string): Promise<string> {
  const ZipFile = Buffer.from(zipSync({ "index.js": strToU8(code) })).toString("base64");
  for (const name of ["proxy", "custom", "stream"]) {
    await post(`${url}/2015-03-31/functions`, {
      FunctionName: name,
      Runtime: "nodejs24.x",
      Handler: `index.${name}`,
      Role: role,
      Timeout: 3,
      Code: { ZipFile },
    });
  }
  const { id } = await post(`${url}/restapis?mode=import`, {
    openapi: "3.0.1",
    info: { title: "soak", version: "1" },
    paths: {
      "/proxy": { get: { "x-amazon-apigateway-integration": { type: "aws_proxy", ...called("proxy") } } },
      "/custom": {
        get: {
          responses: { 200: { description: "the token" } },
          "x-amazon-apigateway-integration": {
            type: "aws",
            ...called("custom"),
            passthroughBehavior: "never",
            requestTemplates: { "application/json": `{"token":"$input.params('token')"}` },
            responses: { default: { statusCode: "200" } },
          },
        },
      },
      "/stream": {
        get: {
          "x-amazon-apigateway-integration": {
            type: "aws_proxy",
            ...called("stream", "2021-11-15", "response-streaming-invocations"),
            responseTransferMode: "STREAM",
          },
        },
      },
    },
  });
  await post(`${url}/restapis/${id}/deployments`, { stageName: "soak" });
  return `${url}/restapis/${id}/soak/_user_request_`;
}

function called(name: string, version = "2015-03-31", action = "invocations") {
  const arn = `arn:aws:lambda:${region}:${account}:function:${name}`;
  const uri = `arn:aws:apigateway:${region}:lambda:path/${version}/functions/${arn}/${action}`;
  return { httpMethod: "POST", credentials: role, uri };
}

async function post(url: string, body: object): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`POST ${url}: ${response.status} ${text}`);
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}
