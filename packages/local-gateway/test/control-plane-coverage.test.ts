import { readdirSync, readFileSync } from "node:fs";
import * as sdk from "@aws-sdk/client-api-gateway";
import type { NormalizedSchema } from "@smithy/core/schema";
import { describe, expect, test } from "vitest";
import { apiGatewayOperations } from "../src/control-plane/operations.ts";
import { readServiceShape } from "../src/protocol/operation-shape.ts";
import { there } from "./running-gateway.ts";

/** What the SDK knows and this gateway does not, and why. An entry that is implemented fails the test too. */
const NOT_IMPLEMENTED: { readonly [operation: string]: string } = {
  GetExport: "not yet",
  GetSdk: "not yet",
  ImportRestApi: "not yet",
  PutRestApi: "not yet",
  TestInvokeAuthorizer: "not yet",
  TestInvokeMethod: "not yet",
};

/** Members of inputs that no code has to name, and why. */
const NOT_NAMED: { readonly [operationAndMember: string]: string } = {
  "GetTags.position": "documented as not supported",
  "GetTags.limit": "documented as not supported",
  "ImportApiKeys.format": "csv is the only one, and the table of constraints checks it",
};

/** The structures inside inputs, most of which are kept as they are given: a member that is new wants a decision. */
const STRUCTURES: { readonly [structure: string]: readonly string[] } = {
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
const folder = new URL("../src/control-plane/", import.meta.url);
const sources = new Map(
  readdirSync(folder).map((file) => [file, readFileSync(new URL(file, folder), "utf8")] as const),
);

test("every operation of the SDK is implemented, or listed with the reason", () => {
  const missing = [...operations.keys()].filter((name) => apiGatewayOperations[name] === undefined);
  expect(missing.toSorted()).toEqual(Object.keys(NOT_IMPLEMENTED).toSorted());
});

describe("every member of an input is named by the code of its operation", () => {
  const cases = [...operations.values()].filter(({ name }) => apiGatewayOperations[name] !== undefined);
  test.each(cases.map(({ name, input }) => [name, input] as const))("%s", (name, input) => {
    const code = codeOf(name);
    const members = [...input.structIterator()].map(([member]) => member);
    const unnamed = members.filter((member) => !new RegExp(`\\b${member}\\b`).test(code));
    const listed = Object.keys(NOT_NAMED).filter((key) => key.startsWith(`${name}.`));
    expect(unnamed.map((member) => `${name}.${member}`).toSorted()).toEqual(listed.toSorted());
  });

  test("and this check sees a member that is new", () => {
    for (const name of ["CreateRestApi", "UpdateStage", "GetApiKeys", "CreateAuthorizer"]) {
      expect(codeOf(name)).not.toMatch(/\bneverHeardOf\b/);
    }
    // CreateRestApi gives its input to nobody, so what others name does not count for it.
    expect(codeOf("CreateRestApi")).not.toMatch(/\bstageName\b/);
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
  expect(Object.fromEntries(found)).toEqual(STRUCTURES);
});

/**
 * The text in which an operation's members may be named: its own function and, when that gives the whole input to
 * another or takes it apart with a rest, also its file and the files that this one imports from its folder.
 */
function codeOf(operation: string): string {
  const home = there([...sources.values()].find((text) => text.includes(`export function ${operation}(`)));
  const own = there(home.split(`export function ${operation}(`)[1]?.split(/\n\}\n/)[0]);
  const body = without(own.slice(own.indexOf("{")));
  const gives = /\binput\b(?![.:?])/.test(body);
  if (!gives) return body;
  const imported = [...home.matchAll(/from "\.\/([\w-]+\.ts)"/g)].map(([, file = ""]) => sources.get(file));
  return [home, ...imported].map((text) => without(text ?? "")).join("\n");
}

/** Code without comments and without the imports, which name whole types. */
function without(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "").replaceAll(/^import [\s\S]*?;$/gm, "");
}
