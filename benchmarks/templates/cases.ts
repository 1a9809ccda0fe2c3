import { type RenderInput, writeRequestTemplate } from "@gatewright/mapping-template";
import { find, passthrough, placeOrder } from "./floor.ts";

/** A template, the requests it is rendered for in turn, and the function a person would write instead of it. */
export interface Case {
  readonly name: string;
  readonly template: string;
  readonly requests: readonly RenderInput[];
  readonly floor: (request: RenderInput) => string;
}

const identity = {
  accountId: "123456789012",
  apiKey: "k-1",
  caller: "AROAEXAMPLE:me",
  cognitoAuthenticationProvider: "none",
  cognitoAuthenticationType: "none",
  cognitoIdentityId: "none",
  cognitoIdentityPoolId: "none",
  sourceIp: "192.0.2.7",
  user: "AROAEXAMPLE:me",
  userAgent: "Mozilla/5.0 (X11; Linux x86_64)",
  userArn: "arn:aws:sts::123456789012:assumed-role/Shop/me",
};

/** As API Gateway fills it in; peers print what is missing in ways of their own. */
const context = {
  accountId: "123456789012",
  apiId: "a1b2c3d4e5",
  authorizer: { principalId: "user-1" },
  extendedRequestId: "JKxyzEXAMPLE=",
  httpMethod: "POST",
  identity,
  path: "/prod/orders/7",
  protocol: "HTTP/1.1",
  requestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
  requestTimeEpoch: 1_750_267_739_000,
  resourceId: "abc123",
  resourcePath: "/orders/{customer}/{order}",
  stage: "prod",
};

const stageVariables = { table: "orders", region: "eu-west-1" };

function request(parts: Partial<RenderInput>): RenderInput {
  return {
    body: "",
    params: { path: {}, querystring: {}, header: {} },
    context,
    stageVariables,
    ...parts,
  };
}

/** Eight requests that differ in what the client sent. */
function requests(make: (client: string) => Partial<RenderInput>): readonly RenderInput[] {
  const clients = ["Jane", "Ada Lovelace", "me", "Grace", "Alan T.", "Edsger", "Barbara L.", "x"];
  return clients.map((client) => request(make(client)));
}

const order = (client: string) =>
  JSON.stringify({ id: `o-${client}`, quantity: 2, gift: true, notes: ["a", "b"] });

/** Two path parameters, six of the query and twelve headers, as a browser sends them. */
const twenty = (client: string): RenderInput["params"] => ({
  path: { customer: client, order: "7" },
  querystring: {
    page: "2",
    sort: "price",
    q: `say "hi" to ${client}`,
    from: "2025-01-01",
    to: "2025-06-30",
    dryRun: "1",
  },
  header: {
    Accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br",
    "Accept-Language": "en-GB,en;q=0.5",
    "Content-Type": "application/json",
    Host: "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com",
    Origin: "https://shop.example",
    Referer: "https://shop.example/orders",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "X-Amzn-Trace-Id": "Root=1-67891233-abcdef012345678912345678",
    "X-Forwarded-For": "192.0.2.7, 198.51.100.2",
    "X-Forwarded-Proto": "https",
    "X-Trace": `trace-${client}`,
  },
});

/** The template that the console of API Gateway calls "Method request passthrough". */
const passthroughTemplate = `##  See https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
##  This template will pass through all parameters including path, querystring, header, stage variables, and context through to the integration endpoint via the body/payload
#set($allParams = $input.params())
{
"body-json" : $input.json('$'),
"params" : {
#foreach($type in $allParams.keySet())
    #set($params = $allParams.get($type))
"$type" : {
    #foreach($paramName in $params.keySet())
    "$paramName" : "$util.escapeJavaScript($params.get($paramName))"
        #if($foreach.hasNext),#end
    #end
}
    #if($foreach.hasNext),#end
#end
},
"stage-variables" : {
#foreach($key in $stageVariables.keySet())
"$key" : "$util.escapeJavaScript($stageVariables.get($key))"
    #if($foreach.hasNext),#end
#end
},
"context" : {
    "account-id" : "$context.identity.accountId",
    "api-id" : "$context.apiId",
    "api-key" : "$context.identity.apiKey",
    "authorizer-principal-id" : "$context.authorizer.principalId",
    "caller" : "$context.identity.caller",
    "cognito-authentication-provider" : "$context.identity.cognitoAuthenticationProvider",
    "cognito-authentication-type" : "$context.identity.cognitoAuthenticationType",
    "cognito-identity-id" : "$context.identity.cognitoIdentityId",
    "cognito-identity-pool-id" : "$context.identity.cognitoIdentityPoolId",
    "http-method" : "$context.httpMethod",
    "stage" : "$context.stage",
    "source-ip" : "$context.identity.sourceIp",
    "user" : "$context.identity.user",
    "user-agent" : "$context.identity.userAgent",
    "user-arn" : "$context.identity.userArn",
    "request-id" : "$context.requestId",
    "resource-id" : "$context.resourceId",
    "resource-path" : "$context.resourcePath"
    }
}
`;

export const cases: readonly Case[] = [
  {
    name: "greeter (walkthrough)",
    template: `{"greeter":"$input.params('greeter')"}`,
    requests: requests((client) => ({ params: { path: {}, querystring: { greeter: client }, header: {} } })),
    floor: ({ params }) => `{"greeter":"${find(params, "greeter")}"}`,
  },
  {
    name: "myParam (walkthrough)",
    template: `{\n       "myParam": "$input.params('myParam')"\n   }`,
    requests: requests((client) => ({ params: { path: {}, querystring: { myParam: client }, header: {} } })),
    floor: ({ params }) => `{\n       "myParam": "${find(params, "myParam")}"\n   }`,
  },
  {
    name: "generated request template",
    template: writeRequestTemplate({
      route: "POST /orders/{customer}",
      values: [
        { key: "dryRun", kind: "query", name: "dryRun" },
        { key: "trace", kind: "header", name: "x-trace" },
        { key: "customer", kind: "path", name: "customer" },
        { key: "order", kind: "body", name: "" },
        { key: "caller", kind: "context", name: "identity.userArn" },
      ],
    }),
    requests: requests((client) => ({ body: order(client), params: twenty(client) })),
    floor: placeOrder,
  },
  {
    name: "method request passthrough, 20 parameters",
    template: passthroughTemplate,
    requests: requests((client) => ({ body: order(client), params: twenty(client) })),
    floor: passthrough,
  },
];
