import type { APIGatewayProxyEvent, Context } from "aws-lambda";

const content = {
  customer: "c-1042",
  lines: [
    { sku: "tea-earl-grey", quantity: 2 },
    { sku: "cup-white", quantity: 6 },
    { sku: "spoon", quantity: 6 },
  ],
};

/** What every contestant must answer. */
export const expected = { id: "ord-77", customer: "c-1042", stored: true, units: 14, shipped: 10 };

const body = JSON.stringify(content);

/** A new event of PUT /orders/ord-77, as API Gateway sends it: some contestants write on theirs. */
export const event = (): APIGatewayProxyEvent => ({
  resource: "/orders/{id}",
  path: "/orders/ord-77",
  httpMethod: "PUT",
  headers: {
    Accept: "application/json",
    "Accept-Encoding": "gzip, br",
    "Accept-Language": "en",
    Authorization: "Bearer eyJhbGciOiJIUzI1NiJ9.e30.0",
    "Cache-Control": "no-cache",
    "Content-Type": "application/json",
    Host: "abcdef1234.execute-api.eu-west-1.amazonaws.com",
    "User-Agent": "shop/1.0",
    "X-Amzn-Trace-Id": "Root=1-67891233-abcdef012345678912345678",
    "X-Forwarded-For": "203.0.113.7",
    "X-Forwarded-Port": "443",
    "X-Forwarded-Proto": "https",
  },
  multiValueHeaders: {
    Accept: ["application/json"],
    "Accept-Encoding": ["gzip, br"],
    "Accept-Language": ["en"],
    Authorization: ["Bearer eyJhbGciOiJIUzI1NiJ9.e30.0"],
    "Cache-Control": ["no-cache"],
    "Content-Type": ["application/json"],
    Host: ["abcdef1234.execute-api.eu-west-1.amazonaws.com"],
    "User-Agent": ["shop/1.0"],
    "X-Amzn-Trace-Id": ["Root=1-67891233-abcdef012345678912345678"],
    "X-Forwarded-For": ["203.0.113.7"],
    "X-Forwarded-Port": ["443"],
    "X-Forwarded-Proto": ["https"],
  },
  queryStringParameters: { dryRun: "no", limit: "10" },
  multiValueQueryStringParameters: { dryRun: ["no"], limit: ["10"] },
  pathParameters: { id: "ord-77" },
  stageVariables: null,
  requestContext: {
    accountId: "123456789012",
    apiId: "abcdef1234",
    authorizer: null,
    domainName: "abcdef1234.execute-api.eu-west-1.amazonaws.com",
    domainPrefix: "abcdef1234",
    extendedRequestId: "JKJaXmPLvHcESHA=",
    httpMethod: "PUT",
    identity: {
      accessKey: null,
      accountId: null,
      apiKey: null,
      apiKeyId: null,
      caller: null,
      clientCert: null,
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: "203.0.113.7",
      user: null,
      userAgent: "shop/1.0",
      userArn: null,
    },
    path: "/prod/orders/ord-77",
    protocol: "HTTP/1.1",
    requestId: "e4d6b1f0-8f1b-4f6a-9d0a-1c2b3d4e5f60",
    requestTime: "21/Nov/2026:12:00:00 +0000",
    requestTimeEpoch: 1795262400000,
    resourceId: "a1b2c3",
    resourcePath: "/orders/{id}",
    stage: "prod",
  },
  body,
  isBase64Encoded: false,
});

const call = JSON.stringify({ id: "ord-77", dryRun: "no", limit: "10", order: content });

/** The same for tRPC, which wants its own protocol: the same values as one input. */
export const trpcEvent = (): APIGatewayProxyEvent => ({
  ...event(),
  resource: "/{proxy+}",
  path: "/orders.replace",
  httpMethod: "POST",
  queryStringParameters: null,
  multiValueQueryStringParameters: null,
  pathParameters: { proxy: "orders.replace" },
  body: call,
});

/** The same with a value that the schemas refuse. */
export const invalid = (make: () => APIGatewayProxyEvent): APIGatewayProxyEvent => {
  const { body, ...sent } = make();
  return { ...sent, body: body?.replace('"quantity":2', '"quantity":0') ?? null };
};

export const context = (): Context => ({
  callbackWaitsForEmptyEventLoop: true,
  functionName: "orders",
  functionVersion: "$LATEST",
  invokedFunctionArn: "arn:aws:lambda:eu-west-1:123456789012:function:orders",
  memoryLimitInMB: "1024",
  awsRequestId: "8f1b4f6a-9d0a-4c2b-8d4e-5f60e4d6b1f0",
  logGroupName: "/aws/lambda/orders",
  logStreamName: "2026/11/21/[$LATEST]0123456789abcdef",
  getRemainingTimeInMillis: () => 3000,
  done() {},
  fail() {},
  succeed() {},
});
