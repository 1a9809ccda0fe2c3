import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holds } from "../../src/policy/condition.ts";
import { PolicyError, readPolicy } from "../../src/policy/document.ts";
import { type Access, type Decision, evaluate, type Principal } from "../../src/policy/evaluate.ts";
import { arnLike, like } from "../../src/policy/wildcard.ts";

const arn = "arn:aws:execute-api:us-east-1:123456789012:abc/prod/GET/pets/7";

function access(change: Partial<Access> = {}): Access {
  return { action: "execute-api:Invoke", resource: arn, context: new Map(), ...change };
}

const allow = { Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" };
const deny = { ...allow, Effect: "Deny" };

describe("a pattern", () => {
  it.each<[pattern: string, text: string, expected: boolean]>([
    ["", "", true],
    ["", "a", false],
    ["*", "", true],
    ["**", "a/b:c", true],
    ["?", "", false],
    ["a?c", "abc", true],
    ["a*c", "ac", true],
    ["a*c", "abcb", false],
    ["*a*b*", "xaxbx", true],
    ["A", "a", false],
    ["a.c", "abc", false],
    ["arn:aws:execute-api:*:*:*", arn, true],
    ["arn:aws:execute-api:us-east-1:123456789012:abc/*/GET/pets/*", arn, true],
    ["arn:aws:execute-api:us-east-1:123456789012:abc/prod/GET/pets", arn, false],
    ["arn:aws:execute-api:us-east-1:123456789012:abc/prod/POST/*", arn, false],
  ])("%j is like %j: %s", (pattern, text, expected) => {
    expect(like(pattern, text)).toBe(expected);
  });

  const text = fc.string({ unit: fc.constantFrom("a", "b", "*", "?", ".", "\n"), maxLength: 12 });

  it("means what the regular expression of its wildcards means", () => {
    fc.assert(
      fc.property(text, text, (pattern, subject) => {
        const source = [...pattern].map((c) => ({ "*": "[^]*", "?": "[^]", ".": "\\." })[c] ?? c);
        expect(like(pattern, subject)).toBe(new RegExp(`^${source.join("")}$`).test(subject));
      }),
    );
  });

  it("is like itself, and like all that starts as it does when a * follows", () => {
    fc.assert(
      fc.property(text, text, (start, rest) => {
        expect(like(start, start)).toBe(true);
        expect(like(`${start}*`, start + rest)).toBe(true);
      }),
    );
  });

  it("of many stars is decided at once", () => {
    expect(like("*a".repeat(2_000), "a".repeat(1_999))).toBe(false);
    expect(like(`${"a*".repeat(200)}b`, "a".repeat(5_000))).toBe(false);
  });

  it("of an ARN does not reach over a colon but in the last part", () => {
    expect(arnLike("arn:aws:iam::*:role/*", "arn:aws:iam::123456789012:role/a/b")).toBe(true);
    expect(arnLike("arn:aws:*:role/x", "arn:aws:iam::123456789012:role/x")).toBe(false);
  });
});

describe("statements", () => {
  const withStatements = (...Statement: object[]) => evaluate(readPolicy({ Statement }), access());

  it.each<[what: string, statements: object[], expected: Decision]>([
    ["nothing", [], "neither"],
    ["an allow", [allow], "allow"],
    ["a deny", [deny], "deny"],
    ["a deny after an allow", [allow, deny], "deny"],
    ["a deny before an allow", [deny, allow], "deny"],
    ["a deny of something else", [allow, { ...deny, Resource: `${arn}/8` }], "allow"],
    ["an action in another case", [{ ...allow, Action: "Execute-API:invoke" }], "allow"],
    ["an action of another service", [{ ...allow, Action: ["s3:*", "sqs:*"] }], "neither"],
    ["all actions", [{ ...allow, Action: "*" }], "allow"],
    ["a list of resources", [{ ...allow, Resource: ["x", arn] }], "allow"],
    ["all but this resource", [{ Effect: "Allow", Action: "*", NotResource: arn }], "neither"],
    ["all but another action", [{ Effect: "Allow", NotAction: "s3:*", Resource: "*" }], "allow"],
    [
      "a condition that does not hold",
      [{ ...allow, Condition: { Bool: { "aws:SecureTransport": "true" } } }],
      "neither",
    ],
    [
      "a deny unless something that is absent",
      [allow, { ...deny, Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } } }],
      "deny",
    ],
  ])("%s", (_, statements, expected) => {
    expect(withStatements(...statements)).toBe(expected);
  });

  it("a single statement needs no list, and a policy may be text", () => {
    expect(evaluate(readPolicy(JSON.stringify({ Version: "2012-10-17", Statement: allow })), access())).toBe(
      "allow",
    );
  });

  it.each<[what: string, document: unknown, message: RegExp]>([
    ["text that is not JSON", "{", /not JSON/],
    ["a list", [], /has to be an object/],
    ["no statements", {}, /no Statement/],
    ["an unknown effect", { Statement: { ...allow, Effect: "allow" } }, /Effect of statement 1 is "allow"/],
    ["no action", { Statement: [allow, { Effect: "Allow", Resource: "*" }] }, /statement 2 needs Action/],
    ["no resource", { Statement: { Effect: "Allow", Action: "*" } }, /needs Resource/],
    ["an empty list", { Statement: { ...allow, Resource: [] } }, /Resource of statement 1 is empty/],
    ["an object for a text", { Statement: { ...allow, Resource: {} } }, /text or a list of texts/],
    ["a condition that is a text", { Statement: { ...allow, Condition: "x" } }, /Condition of statement 1/],
  ])("refuses %s", (_, document, message) => {
    expect(() => readPolicy(document)).toThrow(PolicyError);
    expect(() => readPolicy(document)).toThrow(message);
  });
});

describe("principals", () => {
  const alice: Principal = { kind: "aws", arn: "arn:aws:iam::123456789012:user/team/alice" };
  const session: Principal = { kind: "aws", arn: "arn:aws:sts::123456789012:assumed-role/Caller/s1" };
  const anonymous: Principal = { kind: "anonymous" };
  const apiGateway: Principal = { kind: "service", name: "apigateway.amazonaws.com" };

  it.each<[element: object, principal: Principal, expected: Decision]>([
    [{ Principal: "*" }, anonymous, "allow"],
    [{ Principal: { AWS: "*" } }, anonymous, "allow"],
    [{ Principal: { AWS: ["*"] } }, alice, "allow"],
    [{ Principal: { AWS: "arn:aws:iam::123456789012:user/team/alice" } }, alice, "allow"],
    [{ Principal: { AWS: "arn:aws:iam::123456789012:user/bob" } }, alice, "neither"],
    [{ Principal: { AWS: "arn:aws:iam::123456789012:root" } }, alice, "allow"],
    [{ Principal: { AWS: "123456789012" } }, alice, "allow"],
    [{ Principal: { AWS: "210987654321" } }, alice, "neither"],
    [{ Principal: { AWS: "arn:aws:iam::123456789012:root" } }, anonymous, "neither"],
    [{ Principal: { AWS: "arn:aws:iam::123456789012:role/Caller" } }, session, "allow"],
    [{ Principal: { AWS: "arn:aws:sts::123456789012:assumed-role/Caller/s1" } }, session, "allow"],
    [{ Principal: { AWS: "arn:aws:sts::123456789012:assumed-role/Caller/s2" } }, session, "neither"],
    [{ Principal: { Service: "apigateway.amazonaws.com" } }, apiGateway, "allow"],
    [{ Principal: { Service: "apigateway.amazonaws.com" } }, anonymous, "neither"],
    [{ NotPrincipal: { AWS: "123456789012" } }, alice, "neither"],
    [{ NotPrincipal: { AWS: "210987654321" } }, alice, "allow"],
    [{}, alice, "neither"],
  ])("%j and %j: %s", (element, principal, expected) => {
    const policy = readPolicy({ Statement: [{ ...allow, ...element }] });
    expect(evaluate(policy, access({ principal }))).toBe(expected);
  });

  it.each<[element: object, expected: Decision]>([
    [{ Principal: { AWS: "123456789012" } }, "neither"],
    [{ Principal: { AWS: "arn:aws:iam::123456789012:root" } }, "neither"],
    [{ Principal: { AWS: "arn:aws:iam::123456789012:user/team/alice" } }, "allow"],
    [{ Principal: "*" }, "allow"],
    [{ NotPrincipal: { AWS: "123456789012" } }, "neither"],
    [{ Effect: "Deny", Principal: { AWS: "123456789012" } }, "deny"],
  ])("%j about what is alice's account's own: %s", (element, expected) => {
    const policy = readPolicy({ Statement: [{ ...allow, ...element }] });
    expect(evaluate(policy, access({ principal: alice, resourceAccount: "123456789012" }))).toBe(expected);
  });

  it("need not be named where nobody in particular asks", () => {
    expect(evaluate(readPolicy({ Statement: [allow] }), access())).toBe("allow");
  });
});

const variable = (name: string) => `$\{${name}}`;

describe("conditions", () => {
  const context = new Map([
    ["aws:sourceip", ["203.0.113.7"]],
    ["aws:username", ["alice"]],
    ["aws:currenttime", ["2026-01-02T03:04:05.000Z"]],
    ["aws:epochtime", ["1767323045"]],
    ["aws:principalarn", ["arn:aws:iam::123456789012:role/Caller"]],
    ["aws:securetransport", ["true"]],
    ["aws:tagkeys", ["a", "b"]],
  ]);

  it.each<[operator: string, key: string, values: string | string[], expected: boolean]>([
    ["StringEquals", "AWS:UserName", "alice", true],
    ["StringEquals", "aws:username", ["bob", "alice"], true],
    ["StringEquals", "aws:username", "Alice", false],
    ["StringEqualsIgnoreCase", "aws:username", "Alice", true],
    ["StringNotEquals", "aws:username", ["bob", "alice"], false],
    ["StringNotEquals", "aws:username", ["bob", "carol"], true],
    ["StringNotEquals", "aws:absent", "x", true],
    ["StringEquals", "aws:absent", "x", false],
    ["StringEqualsIfExists", "aws:absent", "x", true],
    ["StringEqualsIfExists", "aws:username", "x", false],
    ["StringLike", "aws:username", "al*", true],
    ["StringNotLike", "aws:username", "al*", false],
    ["StringLike", "aws:username", variable("aws:username"), true],
    ["StringEquals", "aws:principalarn", `arn:aws:iam::123456789012:role/${variable("aws:nothing")}`, false],
    ["StringEquals", "aws:username", variable("aws:nobody, 'alice'"), true],
    ["StringEquals", "aws:username", variable("aws:UserName, 'bob'"), true],
    ["StringEquals", "aws:username", variable("aws:nobody, 'bob'"), false],
    ["StringNotEquals", "aws:username", variable("aws:nobody"), true],
    ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/C*", true],
    ["ArnNotEquals", "aws:PrincipalArn", "arn:aws:iam::123456789012:role/Other", true],
    ["Bool", "aws:SecureTransport", "true", true],
    ["Bool", "aws:SecureTransport", "false", false],
    ["IpAddress", "aws:SourceIp", "203.0.113.0/24", true],
    ["IpAddress", "aws:SourceIp", "203.0.113.7", true],
    ["IpAddress", "aws:SourceIp", ["198.51.100.0/24", "192.0.2.0/24"], false],
    ["IpAddress", "aws:SourceIp", "2001:db8::/32", false],
    ["IpAddress", "aws:SourceIp", "0.0.0.0/0", true],
    ["IpAddress", "aws:SourceIp", "203.0.113.0/33", false],
    ["IpAddress", "aws:SourceIp", "nonsense", false],
    ["NotIpAddress", "aws:SourceIp", ["198.51.100.0/24", "203.0.113.0/24"], false],
    ["NotIpAddress", "aws:SourceIp", "198.51.100.0/24", true],
    ["DateGreaterThan", "aws:CurrentTime", "2026-01-01T00:00:00Z", true],
    ["DateLessThan", "aws:CurrentTime", "2026-01-01T00:00:00Z", false],
    ["DateLessThanEquals", "aws:EpochTime", "1767323045", true],
    ["NumericLessThan", "aws:EpochTime", "1767323046", true],
    ["NumericGreaterThanEquals", "aws:EpochTime", "1767323046", false],
    ["Null", "aws:absent", "true", true],
    ["Null", "aws:username", "true", false],
    ["Null", "aws:username", "false", true],
    ["ForAllValues:StringEquals", "aws:TagKeys", ["a", "b", "c"], true],
    ["ForAllValues:StringEquals", "aws:TagKeys", ["a"], false],
    ["ForAllValues:StringEquals", "aws:absent", ["a"], true],
    ["ForAnyValue:StringEquals", "aws:TagKeys", ["b"], true],
    ["ForAnyValue:StringNotEquals", "aws:TagKeys", ["a"], true],
    ["ForAnyValue:StringNotEquals", "aws:absent", ["a"], false],
    ["ForAnyValue:StringEquals", "aws:absent", ["a"], false],
    ["StringNotEquals", "aws:TagKeys", ["a"], false],
    ["NoSuchOperator", "aws:username", "alice", false],
    ["constructor", "aws:username", "alice", false],
  ])("%s of %s and %j: %s", (operator, key, values, expected) => {
    expect(holds({ operator, key, values: [values].flat() }, context)).toBe(expected);
  });

  it("of several keys and operators have to hold together", () => {
    const Condition = {
      IpAddress: { "aws:SourceIp": "203.0.113.0/24" },
      StringEquals: { "aws:username": "bob" },
    };
    expect(evaluate(readPolicy({ Statement: [{ ...allow, Condition }] }), access({ context }))).toBe(
      "neither",
    );
  });

  it("an address is in a network exactly when they begin with the same bits", () => {
    const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
    const bits = (address: readonly number[]) =>
      address.map((octet) => octet.toString(2).padStart(8, "0")).join("");
    fc.assert(
      fc.property(octets, octets, fc.integer({ min: 0, max: 32 }), (network, address, length) => {
        const values = [`${network.join(".")}/${length}`];
        const known = new Map([["aws:sourceip", [address.join(".")]]]);
        const expected = bits(network).slice(0, length) === bits(address).slice(0, length);
        expect(holds({ operator: "IpAddress", key: "aws:SourceIp", values }, known)).toBe(expected);
        expect(holds({ operator: "NotIpAddress", key: "aws:SourceIp", values }, known)).toBe(!expected);
      }),
    );
  });
});
