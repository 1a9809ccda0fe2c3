import type { PutIntegrationRequest } from "@aws-sdk/client-api-gateway";
import { type Json, membersOf } from "../json.ts";
import type { Run, Scenario, StageOf } from "../scenario.ts";
import { echoOfProxy, newFunction } from "./function.ts";
import { newResource, newRestApi } from "./parts.ts";

/** What the integration request maps to each header, and what the caller sends; in the order of the template. */
const headers: readonly (readonly [name: string, mapped: string, sent?: string])[] = [
  ["Accept", "'text/html'", "application/json"],
  ["Accept-Charset", "'UTF-16'", "UTF-8"],
  ["Accept-Encoding", "'zstd'", "br"],
  ["Age", "'request_params_age'", "request_Age"],
  ["Authorization", "'request_params_authorization'", "Unauthorized"],
  ["Connection", "'keep-alive'", "close"],
  ["Content-Encoding", "'compress'", "deflate"],
  ["Content-Length", "'0'"],
  ["Content-MD5", "'request_params_Content-MD5'", "request_Content-MD5"],
  ["Content-Type", "'application/json'", "application/json"],
  ["Date", "'request_params_Date'", "request_Date"],
  ["Expect", "'200-ok'", "100-continue"],
  ["Host", "method.request.header.Host"],
  ["Max-Forwards", "'2'", "2"],
  ["Pragma", "'no-cache'", "cache"],
  ["Proxy-Authenticate", "'Basic realm=\"Access to the internal site\"'", "Basic"],
  ["Range", "'bytes=0-499'", "bytes=500-999"],
  ["Referer", "'https://example.com/page'", "https://example.com/"],
  ["Server", "'https://example.com/page'", "https://example.com/"],
  ["TE", "'gzip'", "deflate"],
  ["Transfer-Encoding", "'deflate'", "chunked"],
  ["Trailer", "'user-agent'", "Expires"],
  ["Upgrade", "'HTTP/2.0'", "HTTP/2.0"],
  ["User-Agent", "'Override-Agent'", "localStack/0.0"],
  ["Via", "'othersite.net'", "p.example.net"],
  ["Warn", "'110 anderson/1.3.37 \"Response is stale\"'", "299 localStack/0.0"],
  ["WWW-Authenticate", "'Basic YWxhZGRpbjpvcGVuc2VzYW1l'", "Basic YWxhZGRpbjpvcGVuc2VzYW1l"],
];

export const headerMapping: Readonly<Record<string, Scenario>> = {
  Lambda: async (run) => {
    const { integration } = await newFunction(run, echoOfProxy);
    // Mappings that make the integration fail are tried one at a time.
    const single = [
      "Content-Length",
      "Transfer-Encoding",
      "Authorization",
      "Connection",
      "Expect",
      "Proxy-Authenticate",
      "TE",
    ];
    await mapping(run, { ...integration, type: "AWS" }, single, ({ headers = null, body = null }) => ({
      headers,
      body,
    }));
  },

  ...web("HTTP", "HTTP"),
  ...web("HTTP proxy", "HTTP_PROXY"),
};

/** In front of a web server that echoes headers and data. */
function web(name: string, type: "HTTP" | "HTTP_PROXY"): Record<string, Scenario> {
  return {
    [name]: async (run) => {
      const integration = { type, integrationHttpMethod: "POST", uri: `${run.backend}/post` };
      const single = ["Content-Length", "Transfer-Encoding"];
      await mapping(run, integration, single, ({ headers = null, data = null }) => ({ headers, body: data }));
    },
  };
}

type Integration = Pick<PutIntegrationRequest, "type"> & Partial<PutIntegrationRequest>;

/** Keeps what passes without a mapping, with all but some, and with each of those alone. */
async function mapping(
  run: Run,
  integration: Integration,
  single: readonly string[],
  shown: (answer: Readonly<Record<string, Json>>) => object,
): Promise<void> {
  const stage = await deployed(run, integration, single);
  run.keep("apigw-id", stage.restApiId);
  for (const path of ["no-param", "full"]) {
    const { text, headers } = await invoke(run, stage, `/${path}`);
    run.keep(`${path}-integration`, { ...shown(membersOf(text)), "response-headers": headers });
  }
  for (const name of single) {
    const { text, headers } = await invoke(run, stage, `/${name.toLowerCase()}`);
    run.keep(name.toLowerCase(), { "response-headers": headers, body: text });
  }
}

const invoke = (run: Run, stage: StageOf, path: string) =>
  run.invoke(stage, path, {
    headers: Object.fromEntries(
      headers.flatMap(([name, , sent]) => (sent === undefined ? [] : [[name, sent]])),
    ),
  });

/** Routes without mappings, with all but some, and with each of those alone. */
async function deployed(run: Run, integration: Integration, single: readonly string[]): Promise<StageOf> {
  const { api } = run;
  const { restApiId, rootId } = await newRestApi(run, { endpointConfiguration: { types: ["REGIONAL"] } });
  const named = <T>(prefix: string, value: (name: string) => T): Record<string, T> =>
    Object.fromEntries(headers.map(([name]) => [`${prefix}${name}`, value(name)]));
  const mappings = (of: (name: string) => boolean) =>
    Object.fromEntries(
      headers
        .filter(([name]) => of(name))
        .map(([name, mapped]) => [`integration.request.header.${name}`, mapped]),
    );
  const whole = `{${headers.map(([name]) => `"${name}": "$input.params('${name}')"`).join(",")}}`;
  const full = {
    requestParameters: mappings((name) => !single.includes(name)),
    requestTemplates: { "application/json": whole },
  };
  for (const [path, request, response] of [
    ["no-param", {}, {}],
    [
      "full",
      full,
      { responseParameters: named("method.response.header.", (name) => `'response_param_${name}'`) },
    ],
    ...single.map(
      (header) =>
        [header.toLowerCase(), { requestParameters: mappings((name) => name === header) }, {}] as const,
    ),
  ] as const) {
    const resourceId = await newResource(run, restApiId, rootId, path);
    const at = { restApiId, resourceId, httpMethod: "GET" };
    await api.putMethod({
      ...at,
      authorizationType: "NONE",
      requestParameters: named("method.request.header.", () => false),
    });
    await api.putMethodResponse({
      ...at,
      statusCode: "200",
      responseParameters: named("method.response.header.", () => true),
    });
    await api.putIntegration({ ...at, ...integration, ...request });
    await api.putIntegrationResponse({ ...at, statusCode: "200", ...response });
  }
  await run.deploy(restApiId, "test");
  return { restApiId, stageName: "test" };
}
