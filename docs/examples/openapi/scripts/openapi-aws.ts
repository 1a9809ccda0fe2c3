import { lambdaIntegration } from "@gatewright/deploy/openapi";
import { describe } from "@gatewright/runtime/describe";
import { openapi } from "@gatewright/runtime/openapi";
import { shop } from "../src/api.ts";

const functionOf = (key: string) => `arn:aws:lambda:eu-west-1:123456789012:function:shop-${key}`;

const document = openapi(await describe(shop), {
  target: "3.0.1",
  integration: (route) => lambdaIntegration(route, { functionArn: functionOf(route.key) }),
});

console.log(JSON.stringify(document, null, 2));
