import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DeployedResource } from "../../src/data-plane/deployed-stage.ts";
import { compileRouter, type Match } from "../../src/data-plane/route/router.ts";
import { segmentsOf } from "../../src/data-plane/route/segments.ts";
import { deployedResource } from "../fixtures/data-plane.ts";

function resource(path: string, ...methods: string[]): DeployedResource {
  const resourceMethods = Object.fromEntries(methods.map((httpMethod) => [httpMethod, { httpMethod }]));
  return deployedResource({ id: path, path, resourceMethods });
}

const shop = compileRouter([
  resource("/{proxy+}", "ANY"),
  resource("/orders/{id}", "GET", "DELETE"),
  resource("/orders/latest", "GET"),
  resource("/orders", "GET", "POST"),
  resource("/", "GET"),
  resource("/orders/{id}/items/{item}", "ANY"),
  resource("/files/{path+}", "GET"),
]);

function found(method: string, path: string): string {
  const match = shop.find(method, path);
  if (match.kind === "miss") return match.nearest;
  const parameters = Object.entries(match.pathParameters).map(([name, value]) => `${name}=${value}`);
  return [match.route.resourcePath, ...parameters].join(" ");
}

describe("a route", () => {
  it.each<[request: string, found: string]>([
    ["GET /", "/"],
    ["GET /orders", "/orders"],
    ["GET /orders/", "/orders"],
    ["GET //orders", "/orders"],
    ["GET /orders/latest", "/orders/latest"],
    ["GET /orders/7", "/orders/{id} id=7"],
    ["GET /orders/a%2Fb", "/orders/{id} id=a%2Fb"],
    ["DELETE /orders/latest", "/orders/{id} id=latest"],
    ["PUT /orders/latest", "/{proxy+} proxy=orders/latest"],
    ["PATCH /orders/7/items/2", "/orders/{id}/items/{item} id=7 item=2"],
    ["GET /files/a/b.txt", "/files/{path+} path=a/b.txt"],
    ["GET /files", "/{proxy+} proxy=files"],
    ["GET /a//b/", "/{proxy+} proxy=a//b"],
    ["POST /", "no route for POST /; the nearest is /, which has GET: POST is not one of them"],
    ["HEAD /", "no route for HEAD /; the nearest is /, which has GET: HEAD is not one of them"],
    [
      "PROPFIND /a",
      "no route for PROPFIND /a; the nearest is /{proxy+}, which has ANY: it stands for DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT",
    ],
    [
      "ANY /a",
      "no route for ANY /a; the nearest is /{proxy+}, which has ANY: it stands for DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT",
    ],
  ])("%s", (request, expected) => {
    const [method = "", path = ""] = request.split(" ");
    expect(found(method, path)).toBe(expected);
  });

  it("that is not there is told apart by its nearest", () => {
    const router = compileRouter([resource("/greeting", "GET", "OPTIONS"), resource("/", "GET")]);
    expect(router.find("GET", "/greetin")).toEqual({
      kind: "miss",
      nearest:
        'no route for GET /greetin; the nearest is /greeting, which has GET, OPTIONS: segment 1 is "greetin" where it has "greeting"',
    });
    expect(compileRouter([]).find("GET", "/a")).toEqual({
      kind: "miss",
      nearest: "no route for GET /a: this deployment has no methods",
    });
  });
});

it("prints its tree", () => {
  expect(shop.print()).toBe(`/  GET
  files
    /{path+}  GET
  orders  GET, POST
    /latest  GET
    /{id}  DELETE, GET
      /items
        /{item}  ANY
  {proxy+}  ANY`);
});

describe("laws", () => {
  const segment = fc.constantFrom("a", "b", "c");
  // One variable a level, which is what API Gateway lets an API have.
  const pattern = fc
    .array(fc.oneof(segment, fc.constant("{v}")), { maxLength: 4 })
    .chain((parts) => fc.boolean().map((greedy) => (greedy ? [...parts, "{rest+}"] : parts)))
    .map((parts) => `/${parts.map((part, at) => (part === "{v}" ? `{v${at}}` : part)).join("/")}`);
  const resources = fc.uniqueArray(
    fc.tuple(pattern, fc.uniqueArray(fc.constantFrom("GET", "POST", "ANY"), { minLength: 1 })),
    { selector: ([path]) => path, maxLength: 12 },
  );
  const asked = fc
    .array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 5 })
    .map((parts) => `/${parts.join("/")}`);

  it("the order of registration does not matter, and a naive matcher agrees", () => {
    fc.assert(
      fc.property(resources, fc.infiniteStream(fc.nat()), asked, (defined, shuffle, path) => {
        const all = defined.map(([path, methods]) => resource(path, ...methods));
        const shuffled = all
          .map((resource) => ({ resource, key: shuffle.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ resource }) => resource);
        const match = compileRouter(shuffled).find("GET", path);
        expect(match.kind === "match" ? match.route.resourcePath : undefined).toBe(naive(all, path));
        if (match.kind === "match") expect(filled(match)).toBe(path);
      }),
      { numRuns: 500 },
    );
  });
});

/** All resources that match, the best by comparing segment kinds from the left. */
function naive(resources: readonly DeployedResource[], path: string): string | undefined {
  const segments = segmentsOf(path);
  const rank = (part: string) => (part.endsWith("+}") ? "3" : part.startsWith("{") ? "2" : "1");
  return resources
    .filter(({ httpMethods }) => httpMethods.includes("GET") || httpMethods.includes("ANY"))
    .filter(({ path: pattern }) => {
      const parts = segmentsOf(pattern);
      const greedy = parts.at(-1)?.endsWith("+}") ?? false;
      if (greedy ? segments.length < parts.length : segments.length !== parts.length) return false;
      return parts.every((part, at) => part.startsWith("{") || part === segments[at]);
    })
    .map(({ path: pattern }) => ({ pattern, rank: segmentsOf(pattern).map(rank).join("") }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))[0]?.pattern;
}

/** The pattern with its parameters filled in: the path that was asked for. */
function filled(match: Match): string {
  return match.route.resourcePath.replaceAll(
    /\{(\w+)\+?\}/g,
    (_, name: string) => match.pathParameters[name] ?? "",
  );
}
