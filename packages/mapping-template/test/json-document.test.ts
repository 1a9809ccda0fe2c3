import { describe, expect, it } from "vitest";
import { jsonDocument, TemplateError } from "../src/index.ts";

const text = '{"pets":[{"name":"Rex"},{"name":"Tom","price":249.90}],"none":null,"a.b":true,"n":1.0}';

describe("a JSON document", () => {
  it.each([
    ["$.pets[0].name", "Rex"],
    ["$.pets[1].price", "249.9"],
    ["$.pets[0]", '{"name":"Rex"}'],
    ["$.pets[*].name", '["Rex","Tom"]'],
    ["$..name", '["Rex","Tom"]'],
    ["$.pets[-1].name", "Tom"],
    ["$['a.b']", "true"],
    ["$.n", "1.0"],
    ["$.none", undefined],
    ["$.pets[9]", undefined],
    ["$.constructor", undefined],
    ["$.pets[*].no", "[]"],
  ])("has at %s %j", (path, expected) => {
    expect(jsonDocument(text).textAt(path)).toBe(expected);
  });

  it.each([
    ["what is no JSON", "{", "$", "TemplateJson"],
    ["a filter", "{}", "$[?(@.a)]", "TemplateJsonPath"],
    ["too deep a document", "[".repeat(100_000) + "]".repeat(100_000), "$", "TemplateTooDeep"],
    ["too many values", `${"[".repeat(60)}${"]".repeat(60)}`, `$${"..*".repeat(12)}`, "TemplateBudget"],
  ])("refuses %s", (_what, json, path, code) => {
    let failure: unknown;
    try {
      jsonDocument(json).textAt(path);
    } catch (error) {
      failure = error;
    }
    expect(failure instanceof TemplateError ? failure.code : failure).toBe(code);
  });
});
