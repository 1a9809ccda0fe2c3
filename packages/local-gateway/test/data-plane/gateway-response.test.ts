import {
  type GatewayResponseType,
  PutGatewayResponseCommand,
  type PutGatewayResponseRequest,
} from "@aws-sdk/client-api-gateway";
import { describe, expect, it } from "vitest";
import { substitute } from "../../src/data-plane/mapping/parameter-mapping.ts";
import { deployApi } from "../fixtures/deployed-api.ts";
import { useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();

type Own = Partial<PutGatewayResponseRequest> & { readonly responseType: GatewayResponseType };

/** An API whose `/broken` fails in its integration and whose `/closed` takes no media type. */
async function ask(path: string, own: readonly Own[], headers: Record<string, string> = {}) {
  const base = await deployApi(gateway.apiGateway, {
    variables: { who: "the stage" },
    methods: [
      { path: "/broken", integration: { type: "MOCK" }, responses: { 200: {} } },
      { path: "/closed/{id}", integration: { type: "MOCK", passthroughBehavior: "NEVER" } },
    ],
    prepare: async (restApiId) => {
      for (const response of own) {
        await gateway.apiGateway.send(new PutGatewayResponseCommand({ restApiId, ...response }));
      }
      return {};
    },
  });
  const answer = await fetch(`${gateway.url}${base}${path}`, { headers });
  return { status: answer.status, text: await answer.text(), headers: Object.fromEntries(answer.headers) };
}

const mediaType: Own = { responseType: "UNSUPPORTED_MEDIA_TYPE" };

describe("the API's own gateway response", () => {
  it.each<[what: string, path: string, own: Own[], expected: object]>([
    ["none", "/closed/7", [], { status: 415, text: '{"message": "Unsupported Media Type"}' }],
    ["of its type", "/closed/7", [{ ...mediaType, statusCode: "499" }], { status: 499 }],
    ["of all 4XX", "/closed/7", [{ responseType: "DEFAULT_4XX", statusCode: "404" }], { status: 404 }],
    [
      "of its type before that of all",
      "/nothing",
      [
        { responseType: "DEFAULT_4XX", statusCode: "404" },
        { responseType: "MISSING_AUTHENTICATION_TOKEN", statusCode: "410" },
      ],
      { status: 410, text: '{"message":"Missing Authentication Token"}' },
    ],
    ["of all 5XX", "/broken", [{ responseType: "DEFAULT_5XX", statusCode: "503" }], { status: 503 }],
    ["of another", "/broken", [{ responseType: "DEFAULT_4XX", statusCode: "404" }], { status: 500 }],
    [
      "with a template",
      "/closed/7?q=a+b",
      [
        {
          ...mediaType,
          responseTemplates: {
            "application/json":
              '{"m":$context.error.messageString,"t":"$context.error.responseType","v":"$context.error.validationErrorString","p":"$method.request.path.id","q":"$method.request.querystring.q","h":"$method.request.header.X-H","s":"$stageVariables.who","r":"$context.resourcePath","n":"$context.none.such","u":"$input.body $5"}',
          },
        },
      ],
      {
        status: 415,
        text: '{"m":"Unsupported Media Type","t":"UNSUPPORTED_MEDIA_TYPE","v":"","p":"7","q":"a b","h":"mine","s":"the stage","r":"/closed/{id}","n":"","u":"$input.body $5"}',
      },
    ],
    [
      "with a template for the type that is accepted",
      "/closed/7",
      [
        {
          ...mediaType,
          responseTemplates: { "application/json": "{}", "text/plain": "$context.error.message!" },
        },
      ],
      { text: "Unsupported Media Type!", headers: expect.objectContaining({ "content-type": "text/plain" }) },
    ],
    [
      "with headers",
      "/closed/7",
      [
        {
          responseType: "DEFAULT_4XX",
          responseParameters: {
            "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
            "gatewayresponse.header.X-From": "method.request.header.X-H",
            "gatewayresponse.header.X-Id": "context.requestId",
            "gatewayresponse.header.X-None": "method.request.querystring.none",
            "gatewayresponse.header.X-Path": "method.input.params.id",
            "gatewayresponse.header.X-Header": "method.input.params.X-H",
          },
        },
      ],
      {
        headers: expect.objectContaining({
          "access-control-allow-origin": "*",
          "x-from": "mine",
          "x-path": "7",
          "x-header": "mine",
          "x-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
          "x-amzn-errortype": "BadRequestException",
        }),
      },
    ],
  ])("%s", async (_what, path, own, expected) => {
    const answer = await ask(path, own, { "X-H": "mine", Accept: "text/plain", "Content-Type": "text/csv" });
    expect(answer).toMatchObject(expected);
    expect(answer.headers).not.toHaveProperty("x-none");
  });
});

it.each([
  ["$context.a", "1"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the form of AWS
  ["${context.a}${stageVariables.s}", "1v"],
  ["$context.a.b.c and $context.o.x", " and y"],
  ["$stageVariables.constructor|$context.__proto__.x", "|"],
  ["#if(true)$method.request.body.b#end", "#if(true)2#end"],
  ["$context", "$context"],
])("substitutes in %j", (template, expected) => {
  const request = { headers: [], query: new Map(), pathParameters: {}, body: Buffer.from('{"b":2}') };
  const variables = { context: { a: "1", o: { x: "y" } }, stageVariables: { s: "v" } };
  expect(substitute(template, request, variables)).toBe(expected);
});
