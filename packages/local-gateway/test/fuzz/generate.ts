import type { NormalizedSchema } from "@smithy/core/schema";
import { apiGatewayConstraints } from "../../src/control-plane/constraints.ts";
import type { OperationShape } from "../../src/protocol/operation-shape.ts";
import { type Known, labelsOf, type Names } from "./known.ts";
import type { Random } from "./random.ts";

/** A request as it goes over the wire, with the names that its path holds. */
export interface Generated {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly names: Names;
}

/** Texts that no member means, or that mean something elsewhere. */
const strange: readonly string[] = [
  ...[
    "",
    " ",
    "..",
    "../../etc/passwd",
    "a/b",
    "%2e%2e%2f",
    "__proto__",
    "constructor",
    "toString",
    "-1",
    "1e400",
  ],
  ...["method.request.querystring.a", "integration.response.body.a[", "'x'", "{proxy+}", "{id}", "[", "null"],
  ...["$input.json('$')", "#foreach($a in $b)", "#set(", "é\u0000\ud83d\ude00\ud800", "x".repeat(5000)],
  ...['{"$ref":"#"}', "\u2028</script>", "arn:aws:iam::123456789012:role/a"],
];

const plain: readonly string[] = ["a", "b", "pets", "v1", "1", "true", "false"];

/** What members of these names take; others take plain words. */
const fittingTexts: { readonly [member: string]: readonly string[] | undefined } = {
  httpMethod: ["GET", "POST", "ANY"],
  integrationHttpMethod: ["GET", "POST"],
  statusCode: ["200", "404"],
  authorizationType: ["NONE", "NONE", "AWS_IAM"],
  pathPart: ["a", "b", "pets", "{id}", "{proxy+}"],
  contentType: ["application/json"],
  schema: ['{"type":"object"}'],
  properties: ['{"description":"a"}'],
  requestModels: ["Empty", "Error"],
  responseModels: ["Empty", "Error"],
  requestTemplates: ["$input.json('$')", '{"statusCode": 200}'],
  responseTemplates: ["$input.path('$')", "{}"],
  path: ["/", "/a"],
  uri: [
    "https://example.com/a",
    "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations",
  ],
  op: ["replace", "replace", "add", "remove"],
};

/** What a service takes as a JSON number; NaN and the infinities become `null`. */
const numbers: readonly number[] = [
  0,
  -1,
  1,
  25,
  100,
  100,
  500,
  29_000,
  29_000,
  2 ** 31,
  1e300,
  0.5,
  Number.NaN,
];

/** Makes requests for an operation out of its schema: mostly of the right shape, half of the names known ones. */
export function generate(operation: OperationShape, known: Known, random: Random): Generated {
  const chosen = random.chance(0.93) ? known.namesFor(labelsOf(operation), random) : undefined;
  const names: { [label: string]: string } = { ...chosen };
  const scope: Scope = { operation, names, known, random };
  const owner = operation.input.getName() ?? "";
  const query = new URLSearchParams();
  const body: { [name: string]: unknown } = {};
  let payload: string | undefined;
  const required = requiredCount(operation.input);
  const members = operation.input.isStructSchema() ? [...operation.input.structIterator()] : [];
  for (const [index, [name, member]] of members.entries()) {
    const traits = member.getMergedTraits();
    if (traits.httpLabel !== undefined) {
      names[name] ??= textFor(scope, owner, name);
      continue;
    }
    if (!random.chance(index < required ? 0.97 : 0.2)) continue;
    if (traits.httpQueryParams !== undefined) query.set("basepath", random.oneOf(["ignore", "prepend", "x"]));
    else if (traits.httpPayload !== undefined) payload = definition(random);
    else {
      const value = valueFor(scope, member, owner, name, 0);
      if (traits.httpQuery === undefined) body[traits.jsonName ?? name] = value;
      else
        for (const text of Array.isArray(value) ? value : [value])
          query.append(traits.httpQuery, String(text));
    }
  }
  if (random.chance(0.03)) body["unknownMember"] = random.oneOf([null, 1, "x", [], {}]);
  const { method = "GET", uri = "/" } = operation.http ?? {};
  const [pattern = "", literal = ""] = uri.split("?");
  for (const [name, value] of new URLSearchParams(literal)) query.append(name, value);
  const path = pattern.replace(/\{(\w+)\+?\}/g, (_all, label: string) => encode(names[label] ?? ""));
  const search = query.size === 0 ? "" : `?${query}`;
  const text = payload ?? (method === "GET" || method === "DELETE" ? "" : JSON.stringify(body));
  return { method, path: `${path}${search}`, body: random.chance(0.02) ? broken(text, random) : text, names };
}

/** What a value is made for. */
interface Scope {
  readonly operation: OperationShape;
  /** The names in the request's path: what the body refers to belongs to the same API. */
  readonly names: Names;
  readonly known: Known;
  readonly random: Random;
}

function valueFor(
  scope: Scope,
  schema: NormalizedSchema,
  owner: string,
  name: string,
  depth: number,
): unknown {
  const { random } = scope;
  if (random.chance(0.01))
    return random.oneOf<unknown>([null, 7, "x", true, [], {}, [[]], [null], { a: null }]);
  const inner = (member: NormalizedSchema, memberName: string) =>
    valueFor(
      scope,
      member,
      schema.isStructSchema() ? (schema.getName() ?? "") : owner,
      memberName,
      depth + 1,
    );
  if (schema.isStructSchema()) {
    if (depth > 4) return {};
    const isPatch = schema.getName() === "PatchOperation";
    return Object.fromEntries(
      [...schema.structIterator()]
        .filter(() => random.chance(isPatch ? 0.95 : 0.6))
        .map(([memberName, member]) => [
          member.getMergedTraits().jsonName ?? memberName,
          isPatch && (memberName === "path" || memberName === "from")
            ? patchPath(scope)
            : inner(member, memberName),
        ]),
    );
  }
  if (schema.isListSchema()) {
    return Array.from({ length: random.below(3) }, () => inner(schema.getValueSchema(), name));
  }
  if (schema.isMapSchema()) {
    const keys = Array.from({ length: random.below(3) }, () => keyFor(scope, name));
    return Object.fromEntries(keys.map((key) => [key, inner(schema.getValueSchema(), name)]));
  }
  if (schema.isBooleanSchema()) return random.chance(0.5);
  if (schema.isNumericSchema()) {
    return name === "timeoutInMillis" && random.chance(0.8) ? 29_000 : random.oneOf(numbers);
  }
  if (schema.isTimestampSchema()) return random.oneOf([0, 1_700_000_000, -1, 1e30]);
  return textFor(scope, owner, name);
}

function textFor({ names, known, random }: Scope, owner: string, name: string): string {
  if (random.chance(0.1)) return random.oneOf(strange);
  if (name === "resourceArn") {
    return `arn:aws:apigateway:us-east-1::/restapis/${known.valuesOf("restApiId", {}).at(-1) ?? "none"}`;
  }
  const fitting = fittingTexts[name];
  if (fitting !== undefined) return random.oneOf(fitting);
  const { members } = apiGatewayConstraints;
  const constraint = members[`${owner}.${name}`] ?? members[name];
  if (constraint !== undefined && "oneOf" in constraint) return random.oneOf(constraint.oneOf);
  const made = known.valuesOf(name, names);
  if (made.length > 0 && random.chance(0.85)) return random.oneOf(made);
  const seen = known.textsOf(name);
  return seen.length > 0 && random.chance(0.6) ? random.oneOf(seen) : random.oneOf(plain);
}

const fittingKeys: { readonly [member: string]: readonly string[] | undefined } = {
  requestParameters: [
    "method.request.querystring.a",
    "method.request.header.B",
    "integration.request.header.C",
    "integration.request.path.d",
  ],
  responseParameters: ["method.response.header.A", "gatewayresponse.header.B"],
  requestModels: ["application/json", "text/xml"],
  responseModels: ["application/json", "text/xml"],
  requestTemplates: ["application/json"],
  responseTemplates: ["application/json", "text/xml"],
};

function keyFor(scope: Scope, name: string): string {
  const keys = fittingKeys[name];
  return keys !== undefined && scope.random.chance(0.9)
    ? scope.random.oneOf(keys)
    : textFor(scope, "", "key");
}

/** A path into what the operation answers: that is what a patch changes. */
function patchPath(scope: Scope): string {
  const { operation, random } = scope;
  if (!operation.output.isStructSchema() || random.chance(0.1))
    return random.oneOf(["", "/", "//", "/~2", "a", "/*/*"]);
  const [name, member] = random.oneOf([...operation.output.structIterator()]);
  const escaped = () => keyFor(scope, name).replaceAll("~", "~0").replaceAll("/", "~1");
  if (member.isStructSchema() && random.chance(0.9)) {
    const [inner] = random.oneOf([...member.structIterator()]);
    return random.chance(0.7) ? `/${name}/${inner}` : `/${name}/${inner}/${escaped()}`;
  }
  if (name === "methodSettings") {
    return random.oneOf([
      "/*/*/logging/loglevel",
      "/~1/GET/caching/ttlInSeconds",
      "/*/*/throttling/rateLimit",
      "/*/*",
    ]);
  }
  return random.chance(member.isMapSchema() || member.isListSchema() ? 0.8 : 0.05)
    ? `/${name}/${escaped()}`
    : `/${name}`;
}

/** What an import may be given: definition files, and what is none. */
function definition(random: Random): string {
  const get = {
    responses: { 200: { description: "ok" } },
    "x-amazon-apigateway-integration": { type: "MOCK" },
  };
  const part = {
    location: { type: random.oneOf(["API", "METHOD", "MODEL", "NOTHING"]) },
    properties: { a: "b" },
  };
  const documentation = { version: "1", documentationParts: [part, null, {}] };
  const info = { title: random.oneOf(["a", "__proto__", ""]), version: "1" };
  const paths = {
    "/": { get },
    "/{proxy+}": { "x-amazon-apigateway-any-method": get },
    "/a/../b": { get: null },
  };
  return random.oneOf([
    ...[
      "",
      "{",
      "a: [",
      "swagger: '2.0'",
      'name,key\n"x',
      "Name,Key,Enabled\na,aaaaaaaaaaaaaaaaaaaaaaaa,true",
      "[]",
      "null",
    ],
    JSON.stringify({ openapi: "3.0.1", info, paths, "x-amazon-apigateway-documentation": documentation }),
    JSON.stringify({ swagger: "2.0", info, paths, definitions: { A: { $ref: "#/definitions/A" } } }),
    JSON.stringify({ swagger: "2.0", info, paths: null }),
    `openapi: 3.0.1\ninfo: {title: a, version: "1"}\npaths: {"/x": {get: {responses: {}}}}\n`,
    `a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\nswagger: "2.0"`,
  ]);
}

function broken(text: string, random: Random): string {
  return random.oneOf([
    text.slice(0, -1),
    `${text}}`,
    "[1,2]",
    '"text"',
    "null",
    "\u0000",
    "{".repeat(20_000),
    "nul",
  ]);
}

function encode(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    // A lone surrogate has no UTF-8.
    return "%ED%A0%80";
  }
}

function requiredCount(schema: NormalizedSchema): number {
  const raw: unknown = schema.getSchema();
  return Array.isArray(raw) && typeof raw[6] === "number" ? raw[6] : 0;
}
