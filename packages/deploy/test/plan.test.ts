import type { ApiDescription, AuthDescription } from "@gatewright/runtime/describe";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeCall } from "../src/apply.ts";
import { nothing } from "../src/desired/desired.ts";
import { plan } from "../src/plan/plan.ts";
import { renderPlan } from "../src/plan/render-plan.ts";
import type { FunctionState, MethodState, State } from "../src/state.ts";
import { carryOut } from "./carry-out.ts";
import { api, code, route, scope, stateOf } from "./states.ts";

const hello = route("GET /");
const greet = route("GET /greeting", {
  integration: "custom",
  input: [{ key: "greeter", kind: "query", name: "greeter", required: false, schema: { type: "string" } }],
  errors: [{ code: "MissingGreeter", status: 400 }],
});
const order = route("POST /orders/{customer}", {
  integration: "custom",
  auth: "iam",
  errors: [{ code: "OutOfStock", status: 409 }],
});
const functions = [code("hello", ["GET /"]), code("greet", ["GET /greeting"])];
const shop = stateOf([hello, greet], functions);

const sessions: AuthDescription = {
  type: "token",
  name: "sessions",
  identitySources: ["method.request.header.Authorization"],
  ttl: 300,
  context: {},
};
const people: AuthDescription = {
  type: "cognito",
  name: "people",
  userPools: ["arn:pool/1"],
  scopes: ["shop/read"],
  identitySources: ["method.request.header.Authorization"],
  ttl: 300,
};

function callsOf(desired: State, live: State): readonly string[] {
  return plan(desired, live).calls.map(describeCall);
}

describe("what is done", () => {
  test("from nothing: role, functions, model, permissions, and the stage last", () => {
    expect(callsOf(shop, nothing(scope))).toEqual([
      "CreateRole gatewright-shop-prod-us-west-2",
      "AttachRolePolicy gatewright-shop-prod-us-west-2",
      "CreateFunction shop-prod-greet",
      "CreateFunction shop-prod-hello",
      "CreateRestApi",
      "CreateResource /greeting",
      "PutMethod GET /",
      "PutIntegration GET /",
      "PutMethod GET /greeting",
      "PutMethodResponse GET /greeting 200",
      "PutMethodResponse GET /greeting 400",
      "PutMethodResponse GET /greeting 500",
      "PutIntegration GET /greeting",
      "PutIntegrationResponse GET /greeting 200",
      "PutIntegrationResponse GET /greeting 400",
      "PutIntegrationResponse GET /greeting 500",
      "AddPermission shop-prod-greet",
      "AddPermission shop-prod-hello",
      "CreateDeployment",
      "CreateStage prod",
    ]);
  });

  test("to remove all: the API first, then what it called", () => {
    expect(callsOf(nothing(scope), shop)).toEqual([
      "DeleteRestApi",
      "DeleteFunction shop-prod-greet",
      "DeleteFunction shop-prod-hello",
      "DetachRolePolicy gatewright-shop-prod-us-west-2",
      "DeleteRole gatewright-shop-prod-us-west-2",
    ]);
  });

  test("for code alone: nothing in API Gateway", () => {
    const changed = stateOf(
      [hello, greet],
      [code("hello", ["GET /"], { codeSha256: "2" }), ...functions.slice(1)],
    );
    expect(callsOf(changed, shop)).toEqual(["UpdateFunctionCode shop-prod-hello"]);
  });

  test("for code and a model that go together: the code just before the stage", () => {
    const wanted = stateOf(
      [{ ...hello, auth: "iam" }, greet],
      [code("hello", ["GET /"], { codeSha256: "2" }), ...functions.slice(1)],
    );
    expect(callsOf(wanted, shop)).toEqual([
      "DeleteMethod GET /",
      "PutMethod GET /",
      "PutIntegration GET /",
      "CreateDeployment",
      "UpdateFunctionCode shop-prod-hello",
      "UpdateStage prod",
    ]);
  });

  test("for a removed route: out of the model, then the stage moves, then the function goes", () => {
    expect(callsOf(stateOf([hello], functions.slice(0, 1)), shop)).toEqual([
      "DeleteResource /greeting",
      "CreateDeployment",
      "UpdateStage prod",
      "DeleteFunction shop-prod-greet",
    ]);
  });

  test("for a renamed path parameter: the old one goes before the new one comes", () => {
    const [before, after] = [stateOf([route("GET /o/{id}/x")]), stateOf([route("GET /o/{name}/x")])];
    expect(callsOf(after, before).filter((call) => call.includes("Resource"))).toEqual([
      "DeleteResource /o/{id}/x",
      "DeleteResource /o/{id}",
      "CreateResource /o/{name}",
      "CreateResource /o/{name}/x",
    ]);
  });

  test("for a changed template: one call, and the stage", () => {
    expect(callsOf(shop, withTemplate(shop, "400", "old"))).toEqual([
      "PutIntegrationResponse GET /greeting 400",
      "CreateDeployment",
      "UpdateStage prod",
    ]);
  });

  test("for other authorization or another status: the method is made anew", () => {
    const wanted = stateOf([hello, { ...greet, errors: [], auth: "iam" }], functions);
    expect(callsOf(wanted, shop).slice(0, 2)).toEqual([
      "DeleteMethod GET /greeting",
      "PutMethod GET /greeting",
    ]);
    const fewer = stateOf([hello, { ...greet, errors: [{ code: "Gone", status: 410 }] }], functions);
    expect(callsOf(shop, fewer)[0]).toBe("DeleteMethod GET /greeting");
  });

  test("for a status that is new: it is added, and nothing is taken away before", () => {
    const more = stateOf(
      [hello, { ...greet, errors: [...greet.errors, { code: "Gone", status: 410 }] }],
      functions,
    );
    expect(callsOf(more, shop)).toEqual([
      "PutMethodResponse GET /greeting 410",
      "PutIntegrationResponse GET /greeting 410",
      "CreateDeployment",
      "UpdateStage prod",
    ]);
  });

  test("for an authorizer: it comes before the methods that name it, and goes after them", () => {
    const guard = code("guard", [], { authorizer: "sessions" });
    const guarded = stateOf([{ ...hello, auth: sessions }, greet], [...functions, guard]);
    expect(callsOf(guarded, shop)).toEqual([
      "CreateFunction shop-prod-guard",
      "CreateAuthorizer sessions",
      "DeleteMethod GET /",
      "PutMethod GET /",
      "PutIntegration GET /",
      "AddPermission shop-prod-guard",
      "CreateDeployment",
      "UpdateStage prod",
    ]);
    expect(callsOf(shop, guarded)).toEqual([
      "DeleteMethod GET /",
      "PutMethod GET /",
      "PutIntegration GET /",
      "DeleteAuthorizer sessions",
      "CreateDeployment",
      "UpdateStage prod",
      "DeleteFunction shop-prod-guard",
    ]);
    const longer = stateOf([{ ...hello, auth: { ...sessions, ttl: 900 } }, greet], [...functions, guard]);
    expect(plan(longer, guarded).calls[0]).toEqual({
      operation: "UpdateAuthorizer",
      authorizerName: "sessions",
      patch: [{ op: "replace", path: "/authorizerResultTtlInSeconds", value: "900" }],
    });
  });

  test("for user pools that come and go: one by one", () => {
    const withPools = (...userPools: string[]) => stateOf([{ ...hello, auth: { ...people, userPools } }]);
    expect(plan(withPools("arn:pool/2"), withPools("arn:pool/1")).calls[0]).toMatchObject({
      patch: [
        { op: "add", path: "/providerARNs", value: "arn:pool/2" },
        { op: "remove", path: "/providerARNs", value: "arn:pool/1" },
      ],
    });
  });

  test("for CORS: preflight methods and gateway responses, and the functions' environment", () => {
    const open = stateOf([hello], functions.slice(0, 1), { cors: { origins: ["*"] } });
    const closed = stateOf([hello], functions.slice(0, 1));
    expect(callsOf(open, closed)).toEqual([
      "PutMethod OPTIONS /",
      "PutMethodResponse OPTIONS / 204",
      "PutIntegration OPTIONS /",
      "PutIntegrationResponse OPTIONS / 204",
      "PutGatewayResponse DEFAULT_4XX",
      "PutGatewayResponse DEFAULT_5XX",
      "CreateDeployment",
      "UpdateFunctionConfiguration shop-prod-hello",
      "UpdateStage prod",
    ]);
    expect(renderPlan(plan(open, closed))).toEqual([
      "shop · stage prod · us-west-2      1 route, 1 to change      9 calls",
      "  ~ GET  /   function hello: environment changed",
      "  + preflight /",
      "  + gateway response DEFAULT_4XX",
      "  + gateway response DEFAULT_5XX",
    ]);
    expect(callsOf(closed, open)).toEqual([
      "DeleteMethod OPTIONS /",
      "DeleteGatewayResponse DEFAULT_4XX",
      "DeleteGatewayResponse DEFAULT_5XX",
      "CreateDeployment",
      "UpdateFunctionConfiguration shop-prod-hello",
      "UpdateStage prod",
    ]);
  });

  test("for a run that ended before the stage moved: only that", () => {
    const interrupted: State = { ...shop, stage: { name: "prod", modelHash: "" } };
    expect(callsOf(shop, interrupted)).toEqual(["CreateDeployment", "UpdateStage prod"]);
  });

  test("for a permission that is of an API that is gone: it is replaced", () => {
    const stale: State = {
      ...shop,
      functions: shop.functions.map((one) => ({ ...one, permission: "stale" })),
    };
    expect(callsOf(shop, stale).slice(0, 2)).toEqual([
      "RemovePermission shop-prod-greet",
      "AddPermission shop-prod-greet",
    ]);
  });

  test("with a role of the user's own: ours goes last", () => {
    const { role: _ours, ...own } = shop;
    expect(callsOf(own, shop)).toEqual([
      "DetachRolePolicy gatewright-shop-prod-us-west-2",
      "DeleteRole gatewright-shop-prod-us-west-2",
    ]);
  });
});

const texts: readonly [title: string, desired: State, live: State, lines: readonly string[]][] = [
  ["nothing to do", shop, shop, ["shop · stage prod · us-west-2      2 routes, nothing to do"]],
  [
    "a first deployment",
    stateOf(
      [hello, greet, order],
      [...functions, code("place-order", ["POST /orders/{customer}"], { codeSize: 812 })],
    ),
    nothing(scope),
    [
      "shop · stage prod · us-west-2      3 routes, 3 to add      34 calls",
      "  + GET  /                    proxy · function hello (new, 41 kB)",
      "  + GET  /greeting            custom · function greet (new, 41 kB)",
      "  + POST /orders/{customer}   custom · iam · function place-order (new, 812 B)",
      "  + API shop",
      "  + role gatewright-shop-prod-us-west-2",
      "  + stage prod",
    ],
  ],
  [
    "one route more, one changed, one less",
    stateOf(
      [greet, order],
      [
        functions[1] ?? code("", []),
        code("place-order", ["POST /orders/{customer}"], { codeSize: 1_234_567 }),
      ],
    ),
    withTemplate(shop, "400", "old"),
    [
      "shop · stage prod · us-west-2      2 routes, 1 to add, 1 to change, 1 to remove      19 calls",
      "  ~ GET  /greeting            400 response template changed",
      "  + POST /orders/{customer}   custom · iam · function place-order (new, 1.2 MB)",
      "  - GET  /",
      "  - function hello",
    ],
  ],
  [
    "a function that is changed shows in each of its routes",
    stateOf([hello, greet], [code("all", ["GET /", "GET /greeting"], { codeSha256: "2" })]),
    stateOf([hello, greet], [code("all", ["GET /", "GET /greeting"])]),
    [
      "shop · stage prod · us-west-2      2 routes, 2 to change      1 call",
      "  ~ GET  /           function all: code changed",
      "  ~ GET  /greeting   function all: code changed",
    ],
  ],
  [
    "a switch from proxy to custom",
    stateOf([{ ...hello, integration: "custom" }]),
    stateOf([hello]),
    [
      "shop · stage prod · us-west-2      1 route, 1 to change      9 calls",
      "  ~ GET  /   integration proxy -> custom",
    ],
  ],
  [
    "request, function and statuses of one route",
    stateOf(
      [{ ...greet, auth: "iam", input: [], errors: [{ code: "Gone", status: 410 }] }],
      [code("other", ["GET /greeting"])],
    ),
    stateOf([{ ...greet, errors: [{ code: "No", status: 404 }] }], [code("greet", ["GET /greeting"])]),
    [
      "shop · stage prod · us-west-2      1 route, 1 to change      16 calls",
      "  ~ GET  /greeting   auth none -> iam",
      "                     query greeter removed",
      "                     function greet -> other",
      "                     request template changed",
      "                     404 response removed",
      "                     410 response added",
      "                     function other: new",
      "  - function greet",
    ],
  ],
  [
    "what is carried as bytes",
    stateOf([
      {
        ...hello,
        outputs: [{ status: 200, body: { type: "bytes", contentType: "image/png" }, headers: {} }],
      },
    ]),
    stateOf([
      { ...hello, input: [{ key: "file", kind: "binary", name: "", required: true, contentType: "a/b" }] },
    ]),
    [
      "shop · stage prod · us-west-2      1 route      3 calls",
      "  ~ API shop   image/png carried as bytes",
      "               a/b no longer carried as bytes",
    ],
  ],
  [
    "the API's own settings",
    stateOf([hello], undefined, api([hello], { description: "new", endpointType: "EDGE" })),
    stateOf([hello]),
    [
      "shop · stage prod · us-west-2      1 route      3 calls",
      "  ~ API shop   description changed",
      "               endpoint type REGIONAL -> EDGE",
    ],
  ],
  [
    "a stage that serves something else",
    shop,
    { ...shop, stage: { name: "prod", modelHash: "" } },
    [
      "shop · stage prod · us-west-2      2 routes      2 calls",
      "  ~ stage prod   serves another deployment",
    ],
  ],
  [
    "all to be removed",
    nothing(scope),
    shop,
    [
      "shop · stage prod · us-west-2      0 routes, 2 to remove      5 calls",
      "  - GET  /",
      "  - GET  /greeting",
      "  - API shop",
      "  - function greet",
      "  - function hello",
      "  - role gatewright-shop-prod-us-west-2",
    ],
  ],
];

describe("what people are told", () => {
  test.each(texts)("%s", (_title, desired, live, lines) => {
    expect(renderPlan(plan(desired, live))).toEqual(lines);
  });
});

describe("laws", () => {
  const routes = fc.uniqueArray(
    fc.record({
      method: fc.constantFrom("GET", "POST", "DELETE"),
      path: fc.constantFrom("/", "/a", "/a/b", "/a/{id}", "/c/{id}/d", "/{proxy+}"),
      integration: fc.constantFrom("proxy", "custom"),
      auth: fc.constantFrom<AuthDescription>("none", "iam", "apiKey", sessions, people),
      outputs: fc.uniqueArray(fc.constantFrom(200, 201, 202), { minLength: 1 }),
      statuses: fc.uniqueArray(fc.constantFrom(400, 404, 409, 500)),
    }),
    { selector: ({ method, path }) => `${method} ${path}` },
  );
  const defaults = fc.constantFrom<Partial<ApiDescription>>(
    {},
    { headers: { "X-Frame-Options": "DENY" } },
    { cors: { origins: ["*"] } },
    { cors: { origins: ["https://a.example", "https://b.example"], credentials: true, maxAge: 60 } },
  );
  const states = fc.tuple(routes, defaults).map(([list, more]) =>
    stateOf(
      list.map(({ method, path, outputs, statuses, ...more }) =>
        route(`${method} ${path}`, {
          ...more,
          outputs: outputs.map((status) => ({ status, body: { type: "json", schema: {} }, headers: {} })),
          errors: statuses.map((status) => ({ code: `E${status}`, status })),
        } as object),
      ),
      [
        ...list.map(({ method, path }, index) => code(`f${index}`, [`${method} ${path}`])),
        ...(list.some(({ auth }) => auth === sessions)
          ? [code("guard", [], { authorizer: "sessions" })]
          : []),
      ],
      more,
    ),
  );

  test("nothing is to be done where nothing differs", () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(plan(state, state)).toMatchObject({ calls: [], changes: [] });
      }),
    );
  });

  test("the order of members does not matter", () => {
    fc.assert(
      fc.property(states, states, (desired, live) => {
        expect(plan(reversed(desired), reversed(live))).toEqual(plan(desired, live));
      }),
    );
  });

  test("there is something to tell exactly when there is something to do", () => {
    fc.assert(
      fc.property(states, states, (desired, live) => {
        const { calls, changes } = plan(desired, live);
        expect(changes.length > 0).toBe(calls.length > 0);
      }),
    );
  });

  test("after all calls, what is there is what was asked for", () => {
    fc.assert(
      fc.property(states, fc.oneof(fc.constant(nothing(scope)), states.chain(disturbed)), (desired, live) => {
        expect(carryOut(plan(desired, live).calls, live, desired)).toEqual(desired);
        expect(carryOut(plan(nothing(scope), live).calls, live, nothing(scope))).toEqual(nothing(scope));
      }),
      { numRuns: 300 },
    );
  });

  test("a plan is JSON", () => {
    fc.assert(
      fc.property(states, states, (desired, live) => {
        const one = plan(desired, live);
        expect(JSON.parse(JSON.stringify(one))).toEqual(one);
      }),
    );
  });

  test("the stage moves after every change of the model, and before anything that was in use goes", () => {
    const model =
      /^(PutM|PutI|DeleteMethod|DeleteResource|CreateResource|DeleteIntegration|AddPermission|CreateFunction|UpdateFunction)/;
    fc.assert(
      fc.property(states, states, (desired, live) => {
        const operations = plan(desired, live).calls.map(({ operation }) => operation);
        const commit = operations.findIndex((name) => name === "CreateStage" || name === "UpdateStage");
        fc.pre(commit >= 0);
        expect(operations.slice(commit).filter((name) => model.test(name))).toEqual([]);
        expect(operations.slice(0, commit)).not.toContain("DeleteFunction");
      }),
    );
  });
});

/** The state as other hands, or a run that was cut, may have left it. */
function disturbed(state: State): fc.Arbitrary<State> {
  const { restApi, role, functions: all } = state;
  if (restApi === undefined || role === undefined) return fc.constant(state);
  const methodsOf = fc.tuple(
    ...restApi.methods.map((method) => {
      const { integration: _gone, ...bare } = method;
      const foreign = {
        selectionPattern: "x",
        responseParameters: {},
        responseTemplates: {},
        contentHandling: "",
      };
      const response = { responseParameters: {}, responseModels: {} };
      const [status = "200"] = Object.keys(method.integrationResponses);
      const { [status]: _one, ...fewer } = method.integrationResponses;
      return fc.constantFrom<MethodState>(
        method,
        { ...bare, methodResponses: {}, integrationResponses: {} },
        { ...bare, integrationResponses: {} },
        { ...method, integrationResponses: fewer },
        { ...method, integrationResponses: { ...method.integrationResponses, [status]: foreign } },
        { ...method, integrationResponses: { ...method.integrationResponses, "418": foreign } },
        { ...method, methodResponses: { ...method.methodResponses, "418": response } },
        { ...method, request: { ...method.request, apiKeyRequired: true } },
      );
    }),
  );
  const functionsOf = fc.tuple(
    ...all.map((one) =>
      fc.constantFrom<FunctionState>(
        one,
        { ...one, permission: "none" },
        { ...one, permission: "stale" },
        { ...one, codeSha256: "other" },
        { ...one, configuration: { ...one.configuration, timeout: 3 } },
      ),
    ),
  );
  return fc
    .record({
      methods: methodsOf,
      functions: functionsOf,
      managedPolicies: fc.constantFrom([], role.managedPolicies),
      description: fc.constantFrom("", "other"),
      endpointType: fc.constantFrom("REGIONAL", "EDGE"),
      binaryMediaTypes: fc.constantFrom([], ["image/png"], ["application/pdf", "image/png"]),
      resources: fc.constantFrom(restApi.resources, [...restApi.resources, "/zz", "/zz/{left}"]),
      modelHash: fc.constantFrom("", state.stage?.modelHash ?? ""),
    })
    .map(({ methods, functions: some, managedPolicies, modelHash, ...settings }) => ({
      ...state,
      role: { ...role, managedPolicies },
      functions: some,
      restApi: { ...restApi, ...settings, methods },
      stage: { name: "prod", modelHash },
    }));
}

/** The state as if one response's template were another one. */
function withTemplate(state: State, status: string, template: string): State {
  const { restApi } = state;
  if (restApi === undefined) throw new Error("no API");
  const methods = restApi.methods.map((method) => {
    const response = method.integrationResponses[status];
    if (response === undefined) return method;
    const changed = { ...response, responseTemplates: { "application/json": template } };
    return { ...method, integrationResponses: { ...method.integrationResponses, [status]: changed } };
  });
  return { ...state, restApi: { ...restApi, methods }, stage: { name: "prod", modelHash: "of the old one" } };
}

/** The same value with the members of every object in the opposite order. */
function reversed<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(reversed) as Value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  ) as Value;
}
