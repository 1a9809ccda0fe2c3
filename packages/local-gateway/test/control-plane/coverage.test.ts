import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sdk from "@aws-sdk/client-api-gateway";
import type { NormalizedSchema } from "@smithy/core/schema";
import { describe, expect, test } from "vitest";
import { apiGatewayOperations } from "../../src/control-plane/operations.ts";
import { readServiceShape } from "../../src/protocol/operation-shape.ts";
import { there } from "../fixtures/running-gateway.ts";

/** What the SDK knows and this gateway does not, and why. An entry that is implemented fails the test too. */
const notImplemented: { readonly [operation: string]: string } = {};

/** Members of inputs that no code has to name, and why. */
const notNamed: { readonly [operationAndMember: string]: string } = {
  "GetTags.position": "documented as not supported",
  "GetTags.limit": "documented as not supported",
  "GetSdk.parameters": "no SDK is made: the call is refused, whatever they are",
  "ImportApiKeys.format": "csv is the only one, and the table of constraints checks it",
};

/** The structures inside inputs, most of which are kept as they are given: a member that is new wants a decision. */
const structures: { readonly [structure: string]: readonly string[] } = {
  ApiStage: ["apiId", "stage", "throttle"],
  CanarySettings: ["deploymentId", "percentTraffic", "stageVariableOverrides", "useStageCache"],
  DeploymentCanarySettings: ["percentTraffic", "stageVariableOverrides", "useStageCache"],
  DocumentationPartLocation: ["method", "name", "path", "statusCode", "type"],
  EndpointConfiguration: ["ipAddressType", "types", "vpcEndpointIds"],
  MutualTlsAuthenticationInput: ["truststoreUri", "truststoreVersion"],
  PatchOperation: ["from", "op", "path", "value"],
  QuotaSettings: ["limit", "offset", "period"],
  StageKey: ["restApiId", "stageName"],
  ThrottleSettings: ["burstLimit", "rateLimit"],
  TlsConfig: ["insecureSkipVerification"],
};

const { operations } = readServiceShape(sdk);
const folder = fileURLToPath(new URL("../../src/control-plane", import.meta.url));
const sources = new Map(
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => [join(folder, file), readFileSync(join(folder, file), "utf8")] as const),
);

test("every operation of the SDK is implemented, or listed with the reason", () => {
  const missing = [...operations.keys()].filter((name) => apiGatewayOperations[name] === undefined);
  expect(missing.toSorted()).toEqual(Object.keys(notImplemented).toSorted());
});

describe("every member of an input is named by the code of its operation", () => {
  const cases = [...operations.values()].filter(({ name }) => apiGatewayOperations[name] !== undefined);
  test.each(cases.map(({ name, input }) => [name, input] as const))("%s", (name, input) => {
    const code = codeOf(name);
    const members = [...input.structIterator()].map(([member]) => member);
    const unnamed = members.filter((member) => !new RegExp(`\\b${member}\\b`).test(code));
    const listed = Object.keys(notNamed).filter((key) => key.startsWith(`${name}.`));
    expect(unnamed.map((member) => `${name}.${member}`).toSorted()).toEqual(listed.toSorted());
  });

  test("and this check sees a member that is new", () => {
    for (const name of ["CreateRestApi", "UpdateStage", "GetApiKeys", "CreateAuthorizer"]) {
      expect(/\bneverHeardOf\b/.test(codeOf(name))).toBe(false);
    }
    // CreateUsagePlan gives its input to nobody, so what others name does not count for it.
    expect(/\bkeyId\b/.test(codeOf("CreateUsagePlan"))).toBe(false);
  });
});

test("the structures inside inputs have the members that the code was written for", () => {
  const found = new Map<string, readonly string[]>();
  const visit = (schema: NormalizedSchema): void => {
    if (schema.isListSchema() || schema.isMapSchema()) visit(schema.getValueSchema());
    if (!schema.isStructSchema()) return;
    const members = [...schema.structIterator()];
    found.set(there(schema.getName()), members.map(([member]) => member).toSorted());
    for (const [, member] of members) visit(member);
  };
  for (const { input } of operations.values()) for (const [, member] of input.structIterator()) visit(member);
  expect(Object.fromEntries(found)).toEqual(structures);
});

/**
 * The text in which an operation's members may be named: its own function and, when that gives the whole input to
 * another or takes it apart with a rest, also its file and the files that this one imports from the control plane.
 */
function codeOf(operation: string): string {
  const start = `export function ${operation}(`;
  const homes = [...sources].filter(([, text]) => text.includes(start));
  return homes.map(([file, text]) => codeIn(file, text, there(text.split(start)[1]))).join("\n");
}

function codeIn(file: string, text: string, fromFunction: string): string {
  const own = there(fromFunction.split(/\n\}\n/)[0]);
  const body = without(own.slice(own.indexOf("{")));
  if (!/\binput\b(?![.:?])/.test(body)) return body;
  const imports = [...text.matchAll(/from "(\.[^"]+\.ts)"/g)];
  const imported = imports.map(([, name = ""]) => sources.get(join(dirname(file), name)) ?? "");
  return [text, ...imported].map(without).join("\n");
}

/** Code without comments and without the imports, which name whole types. */
function without(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "").replaceAll(/^import [\s\S]*?;$/gm, "");
}
