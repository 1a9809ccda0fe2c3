import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, test } from "vitest";
import { boxNames } from "../src/data-plane/boxes.ts";
import { defaultResponses } from "../src/data-plane/gateway-response/default-responses.ts";
import { there } from "./fixtures/running-gateway.ts";

/** The TypeScript files of a folder of this package: path below the package, and text. */
function filesOf(folder: string): ReadonlyMap<string, string> {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return new Map(
    files
      .filter((file) => file.endsWith(".ts"))
      .map((file) => join(folder, file))
      .map((file) => [file, readFileSync(join(root, file), "utf8")]),
  );
}

const sources = filesOf("src");
const tests = filesOf("test");
const all = new Map([...sources, ...tests]);

/** Such as `src/own.ts:3: the line`, but for the lines of comments. */
function linesWith(pattern: RegExp, files: ReadonlyMap<string, string> = sources): string[] {
  return [...files].flatMap(([file, text]) =>
    text.split("\n").flatMap((line, index) => {
      if (/^\s*(?:\/\/|\/?\*)/.test(line)) return [];
      return pattern.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [];
    }),
  );
}

describe("a source file", () => {
  it("has three hundred lines at most", () => {
    const long = [...sources].filter(([, text]) => text.trimEnd().split("\n").length > 300);
    expect(long.map(([file]) => file)).toEqual([]);
  });

  it("has constants that are written as everything else is", () => {
    expect(linesWith(/\b(?:const|let) [A-Z][A-Z\d_]+\b/, all)).toEqual([]);
  });

  it("has comments no wider than 120 characters", () => {
    const wide = [...all].flatMap(([file, text]) =>
      text.split("\n").flatMap((line, index) => {
        return line.length > 120 && /^\s*(?:\/\/|\/?\*)/.test(line) ? [`${file}:${index + 1}`] : [];
      }),
    );
    expect(wide).toEqual([]);
  });

  it("makes no code of text, and no exception from the types", () => {
    expect(linesWith(/\bnew Function\b|\beval\(/)).toEqual([]);
    expect(
      linesWith(/[:<] ?any\b|\bas any\b|@ts-(?:ignore|expect-error|nocheck)|^\s*(?:const )?enum /),
    ).toEqual([]);
  });
});

describe("effects come in as arguments", () => {
  /** Which files have the real thing to give away, and which run in the processes of functions and not here. */
  const edges = [
    "src/effects.ts",
    "src/lambda/timers.ts",
    "src/lambda/execution/runtime/client.ts",
    "src/lambda/execution/runtime/console.ts",
    "src/lambda/execution/runtime/context.ts",
    "src/lambda/execution/runtime/turn.ts",
  ];
  const inside = new Map([...sources].filter(([file]) => !edges.includes(file)));

  it.each([
    ["the time of day", /\bDate\.now\b|\bnew Date\(\)/],
    ["randomness", /\bMath\.random\b|\brandom(?:UUID|Bytes|Int)\b/],
    ["timers", /\bset(?:Timeout|Interval)\b/],
    ["the environment", /\bprocess\.(?:env|argv)\b/],
  ])("%s", (_what, pattern) => {
    expect(linesWith(pattern, inside)).toEqual([]);
  });

  it("so no module is mocked", () => {
    const mocked = new Map([...tests].filter(([file]) => file !== "test/design.test.ts"));
    expect(linesWith(/\bvi\.(?:mock|doMock|stubGlobal|spyOn|useFakeTimers)\b/, mocked)).toEqual([]);
  });
});

describe("the data plane", () => {
  const folder = "src/data-plane";
  const read = (file: string) => there(sources.get(join(folder, file)));
  const namesIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = ""]) => name);

  test("the list of boxes is in the order in which the pipeline passes them", () => {
    const list = read("boxes.ts").split("export interface Boxes {")[1]?.split("\n}")[0] ?? "";
    const listed = namesIn(list, /^ {2}readonly "?([\w-]+)"?: Box</gm);
    const passed = namesIn(read("pipeline.ts"), /\brecorded\(\s*notes,\s*"([\w-]+)"/g);
    const answered = namesIn(read("index.ts"), /\brecorded\(\s*notes,\s*"([\w-]+)"/g);
    expect(listed).toEqual([...boxNames]);
    expect([...passed, ...answered].toSorted()).toEqual(listed.toSorted());
    // What only some requests meet is in functions of its own, below.
    const always = listed.filter((box) => !/^(?:cache|integration(?:-request)?)$/.test(box));
    expect([...passed, ...answered].filter((box) => always.includes(box))).toEqual(always);
  });

  test("no box imports another, nor what is made of them all", () => {
    const boxes = [
      "front-door",
      "route",
      "authorizer",
      "usage-plan",
      "method-request",
      "cache",
      "integration-request",
      "integration",
      "integration-response",
      "method-response",
      "gateway-response",
    ];
    const rooms = [...boxes, "log", "test-invoke"];
    const crossing = [...sources].flatMap(([file, text]) => {
      const box = boxes.find((name) => file.startsWith(`${folder}/${name}/`));
      if (box === undefined) return [];
      return namesIn(text, /from "(\.[^"]+)"/g).flatMap((imported) => {
        const target = relative(folder, join(dirname(file), imported));
        const room = target.split("/")[0] ?? "";
        const isWhole = /^(?:index|pipeline|boxes)\.ts$/.test(target);
        return isWhole || (rooms.includes(room) && room !== box) ? [`${file} -> ${target}`] : [];
      });
    });
    expect(crossing).toEqual([]);
  });

  test("each gateway response says where it is known from", () => {
    const rows =
      read("gateway-response/default-responses.ts").split("defaultResponses:")[1]?.split("\n};")[0] ?? "";
    const named = namesIn(rows, /^ {2}"?([\w-]+)"?: /gm);
    expect(named).toHaveLength(Object.keys(defaultResponses).length);
    expect(namesIn(rows, /^ {2}\/\/ [RDCK]\b.*\n {2}"?([\w-]+)"?: /gm)).toEqual(named);
  });

  test("what travels between the boxes is whole: it lacks nothing that AWS itself does not", () => {
    const lacking: { readonly [member: string]: string } = {
      "passing.ts MeteredRequest.apiKey": "a method may need none",
      "passing.ts ServiceRequest.action": "the uri of a service may be a path",
      "passing.ts HttpRequest.vpcLink": "an integration may be public",
      "passing.ts ResponseOverride.status": "a template need not set one",
      "passing.ts HttpAnswer.stream": "an answer may be whole",
      "caller.ts IamCaller.roleArn": "a caller need not be a role's session",
      "caller.ts LambdaAuthorizedCaller.usageIdentifierKey": "an authorizer need not choose a key",
      "deployed-stage.ts DeployedStage.isCanaryRequest": "a stage may have no canary",
      "deployed-stage.ts DeploymentSnapshot.deploymentId": "what a test tries is not deployed",
      "deployed-stage.ts DeploymentSnapshot.policy": "an API may have no resource policy",
      "context/request-context.ts RequestContext.authorizer": "a method may have none (R)",
      "context/request-context.ts RequestContext.deploymentId": "$context of a test has none (R)",
      "context/request-context.ts RequestContext.apiKey":
        "$context.identity has it only where the method needs one",
      "context/request-context.ts RequestContext.apiKeyId": "as that",
      "context/request-context.ts RequestContext.awsEndpointRequestId":
        "only what an AWS service has answered has one",
      "context/request-context.ts RequestContext.operationName": "a method may have none",
      "context/request-context.ts RequestContext.isCanaryRequest": "$context has it only with a canary (R)",
      "../raw-http.ts RawRequest.sourceVpce": "an API need not be private",
      "../raw-http.ts RawRequest.basePath": "an API has a host of its own besides custom domain names",
      "../raw-http.ts RawRequest.basePathMatched": "as that",
      "../raw-http.ts RawRequest.userAgent": "a request need not say what sends it",
      "../raw-http.ts RawResponse.stream": "an answer may be whole",
    };
    const files = [
      "passing.ts",
      "caller.ts",
      "deployed-stage.ts",
      "context/request-context.ts",
      "../raw-http.ts",
    ];
    // What a request does not carry: whose a key is, which the authorizer looks up.
    const elsewhere = ["Credential"];
    const found = files.flatMap((file) =>
      read(file)
        .split(/^export /m)
        .flatMap((declared) => {
          const [, type = ""] = /^(?:interface|type) (\w+)/.exec(declared) ?? [];
          if (elsewhere.includes(type)) return [];
          const members = namesIn(declared, /^ +readonly (\w+)(?:\?:|: [^;\n]*\b(?:undefined|null);)/gm);
          return members.map((member) => `${file} ${type}.${member}`);
        }),
    );
    expect(found.toSorted()).toEqual(Object.keys(lacking).toSorted());
  });
});
