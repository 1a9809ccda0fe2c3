import { describe, expect, test } from "vitest";
import { desiredState } from "../src/desired/desired.ts";
import { checkLimits } from "../src/desired/limits.ts";
import { DeployError } from "../src/errors.ts";
import { api, code, route, scope, stateOf } from "./states.ts";

const state = stateOf([route("GET /")]);
const [first] = state.functions;
if (first === undefined || state.restApi === undefined) throw new Error("no function");
const { configuration } = first;
const template = { responseParameters: {}, selectionPattern: "", contentHandling: "" };
const [method] = state.restApi.methods;
if (method === undefined) throw new Error("no method");

const tooMuch = [
  [
    "a function's name",
    { functions: [{ ...first, name: "f".repeat(65) }] },
    /^The name of function GET-, f+, has 65 characters; AWS takes 64\./,
  ],
  [
    "a role's name",
    { role: { name: "r".repeat(65), managedPolicies: [] } },
    /has 65 characters; AWS takes 64/,
  ],
  [
    "a package",
    { functions: [{ ...first, codeSize: 60 * 1024 * 1024 }] },
    /has 60\.0 MB; Lambda takes 50 MB/,
  ],
  [
    "a timeout",
    { functions: [{ ...first, configuration: { ...configuration, timeout: 901 } }] },
    /takes 1 to 900 s/,
  ],
  [
    "no timeout",
    { functions: [{ ...first, configuration: { ...configuration, timeout: 0 } }] },
    /takes 1 to 900 s/,
  ],
  [
    "too little memory",
    { functions: [{ ...first, configuration: { ...configuration, memorySize: 127 } }] },
    /takes 128 to 10,240 MB/,
  ],
  [
    "too much memory",
    { functions: [{ ...first, configuration: { ...configuration, memorySize: 10_241 } }] },
    /takes 128 to 10,240 MB/,
  ],
  [
    "resources",
    { restApi: { ...state.restApi, resources: Array.from({ length: 300 }, (_, index) => `/${index}`) } },
    /^The API has 301 resources; API Gateway takes 300/,
  ],
  [
    "a template",
    {
      restApi: {
        ...state.restApi,
        methods: [
          {
            ...method,
            integrationResponses: {
              "200": { ...template, responseTemplates: { "application/json": "é".repeat(160_000) } },
            },
          },
        ],
      },
    },
    /^The 200 response template of GET \/ is larger than 300 KB/,
  ],
] as const;

describe("what AWS would refuse", () => {
  test.each(tooMuch)("%s that is too much is told", (_title, changes, message) => {
    expect(checkLimits({ ...state, ...changes })).toEqual([
      { code: "LimitExceeded", message: expect.stringMatching(message) },
    ]);
  });

  test("is nothing in a state that fits exactly", () => {
    const fits = {
      ...state,
      scope: { ...scope, stage: "s".repeat(128) },
      functions: [
        {
          ...first,
          name: "f".repeat(64),
          codeSize: 50 * 1024 * 1024,
          configuration: { ...configuration, timeout: 900, memorySize: 10_240 },
        },
      ],
      restApi: {
        ...state.restApi,
        resources: Array.from({ length: 299 }, (_, index) => `/${index}`),
        methods: [],
      },
    };
    expect(checkLimits(fits as typeof state)).toEqual([]);
  });

  test.each(["", "a b", "a.b", "$default", "s".repeat(129)])("the stage name %j is told", (stage) => {
    expect(checkLimits({ ...state, scope: { ...scope, stage } })).toMatchObject([{ code: "InvalidName" }]);
  });

  test("two functions that would have one name on AWS are told", () => {
    const routes = [route("GET /a"), route("GET /b")];
    const functions = [code("a.b", ["GET /a"]), code("a-b", ["GET /b"])];
    const refused = () => desiredState({ scope, description: api(routes), functions });
    expect(refused).toThrow(DeployError);
    expect(refused).toThrow(
      "The functions a.b and a-b would both be named shop-prod-a-b on AWS. Rename one of the files.",
    );
  });
});
