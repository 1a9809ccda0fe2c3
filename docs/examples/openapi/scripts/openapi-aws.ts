import { describe } from "@gatewright/runtime/describe";
import { openapi } from "@gatewright/runtime/openapi";
import { shop } from "../src/api.ts";

const region = "eu-west-1";
const functionOf = (key: string) => `arn:aws:lambda:${region}:123456789012:function:shop-${key}`;

const document = openapi(await describe(shop), {
  target: "3.0.1",
  integration: ({ key }) => ({
    type: "aws_proxy",
    httpMethod: "POST",
    uri: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionOf(key)}/invocations`,
  }),
});

console.log(JSON.stringify(document, null, 2));
