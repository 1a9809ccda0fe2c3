import { expect, it } from "vitest";
import type { PolicyStatement } from "../../src/lambda/function-record.ts";
import { permits } from "../../src/lambda/permission.ts";

const sourceArn = "arn:aws:execute-api:us-east-1:123456789012:abc/test/GET/greeting";

function allows(change: Partial<PolicyStatement>): boolean {
  const statement: PolicyStatement = {
    Sid: "s",
    Effect: "Allow",
    Principal: { Service: "apigateway.amazonaws.com" },
    Action: "lambda:InvokeFunction",
    Resource: "arn:aws:lambda:us-east-1:123456789012:function:f",
    ...change,
  };
  return permits(
    { s: statement },
    { service: "apigateway.amazonaws.com", action: "lambda:InvokeFunction", sourceArn },
  );
}

const like = (pattern: string, operator = "ArnLike", key = "AWS:SourceArn") =>
  allows({ Condition: { [operator]: { [key]: pattern } } });

it.each<[what: string, allowed: boolean, expected: boolean]>([
  ["no condition", allows({}), true],
  ["the ARN itself", like(sourceArn), true],
  [
    "a * for the stage, the method and the path",
    like("arn:aws:execute-api:us-east-1:123456789012:abc/*/*/*"),
    true,
  ],
  ["a * for all after the API", like("arn:aws:execute-api:us-east-1:123456789012:abc/*"), true],
  ["a * for the account", like("arn:aws:execute-api:us-east-1:*:abc/*/GET/greeting"), true],
  ["a ? for one character", like("arn:aws:execute-api:us-east-?:123456789012:abc/*"), true],
  ["ArnEquals with a *", like("arn:aws:execute-api:us-east-1:123456789012:abc/*", "ArnEquals"), true],
  ["the key in lower case", like(sourceArn, "ArnLike", "aws:sourcearn"), true],
  ["StringEquals of the account", like("123456789012", "StringEquals", "AWS:SourceAccount"), true],
  ["another API", like("arn:aws:execute-api:us-east-1:123456789012:xyz/*"), false],
  ["another method", like("arn:aws:execute-api:us-east-1:123456789012:abc/*/POST/greeting"), false],
  ["a * that would have to reach over a colon", like("arn:aws:execute-api:*:abc/*"), false],
  ["StringEquals with a *", like("arn:aws:execute-api:us-east-1:123456789012:abc/*", "StringEquals"), false],
  ["another account", like("999999999999", "StringEquals", "AWS:SourceAccount"), false],
  ["a condition that is not known", like("x", "StringEquals", "aws:PrincipalOrgID"), false],
  ["an operator that is not known", like(sourceArn, "IpAddress"), false],
  [
    "one of two conditions",
    allows({
      Condition: {
        ArnLike: { "AWS:SourceArn": sourceArn },
        StringEquals: { "AWS:SourceAccount": "999999999999" },
      },
    }),
    false,
  ],
  ["another service", allows({ Principal: { Service: "events.amazonaws.com" } }), false],
  ["everybody", allows({ Principal: "*" }), true],
  ["an account", allows({ Principal: { AWS: "123456789012" } }), false],
  ["another action", allows({ Action: "lambda:GetFunction" }), false],
  ["every action of Lambda", allows({ Action: "lambda:*" }), true],
])("%s", (_, allowed, expected) => {
  expect(allowed).toBe(expected);
});

it("an empty policy permits nothing", () => {
  expect(
    permits({}, { service: "apigateway.amazonaws.com", action: "lambda:InvokeFunction", sourceArn }),
  ).toBe(false);
});
