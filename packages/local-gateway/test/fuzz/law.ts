import { Agent, request } from "node:http";
import { type OperationShape, readServiceShape } from "../../src/protocol/operation-shape.ts";
import { apiGatewaySdk } from "../../src/sdk.ts";
import { generate } from "./generate.ts";
import { createKnown, type Known, labelsOf, type Names } from "./known.ts";
import type { Random } from "./random.ts";

/** Every operation of the SDK, whether the gateway has it or not. */
export const operations = readServiceShape(apiGatewaySdk).operations;

export interface Answer {
  readonly status: number;
  readonly headers: { readonly [name: string]: unknown };
  readonly text: string;
}

/** Sends generated requests to a gateway and holds each answer to what every answer has to be. */
export interface Caller {
  readonly known: Known;
  /** Makes one small API that is whole, so that there is something that every operation can be about. */
  prepare(): Promise<void>;
  /** @returns the operation and the status; throws when the answer breaks a rule. */
  call(): Promise<{ readonly operation: string; readonly status: number }>;
  close(): void;
}

export function createCaller(url: () => string, random: Random): Caller {
  const known = createKnown(operations);
  const agent = new Agent({ keepAlive: true });
  const chosen = weighted([...operations.values()]);
  const make = async (name: string, names: Names, body: object): Promise<unknown> => {
    const operation = operations.get(name);
    if (operation === undefined) throw new Error(`The SDK has no ${name}.`);
    const path = pathOf(operation, names).replace(/\?.*$/, "");
    const answer = await send(agent, url(), operation.http?.method ?? "", path, JSON.stringify(body));
    if (answer.status >= 300) throw new Error(`${name} answers ${answer.status}: ${answer.text}`);
    const value: unknown = JSON.parse(answer.text);
    known.learn(operation, names, value);
    return value;
  };
  return {
    known,
    prepare: async () => {
      await make("CreateRestApi", {}, { name: "whole" });
      const [root = {}] = known.all(["restApiId", "resourceId"]);
      const { restApiId = "" } = root;
      const method = { ...root, httpMethod: "GET" };
      await make("PutMethod", method, { authorizationType: "NONE" });
      await make("PutMethodResponse", { ...method, statusCode: "200" }, {});
      await make("PutIntegration", method, { type: "MOCK" });
      await make("PutIntegrationResponse", { ...method, statusCode: "200" }, {});
      for (let count = 0; count < 3; count += 1) await make("CreateDeployment", { restApiId }, {});
      for (const { deploymentId } of known.all(["restApiId", "deploymentId"])) {
        await make("CreateStage", { restApiId }, { stageName: `stage${deploymentId}`, deploymentId });
      }
      await make(
        "CreateModel",
        { restApiId },
        { name: "Whole", contentType: "application/json", schema: "{}" },
      );
    },
    call: async () => {
      const operation = random.oneOf(chosen);
      const generated = generate(operation, known, random);
      const answer = await send(agent, url(), generated.method, generated.path, generated.body);
      const told = () =>
        `${generated.method} ${generated.path} ${generated.body.slice(0, 500)}\n${answer.text}`;
      const value = checkAnswer(operation, answer, told);
      if (answer.status < 300) known.learn(operation, generated.names, value);
      return { operation: operation.name, status: answer.status };
    },
    close: () => agent.destroy(),
  };
}

/**
 * What can be read of everything that is known: every `Get` of the SDK whose path has the names of something that was
 * made. Two gateways with the same state give the same.
 */
export async function readEverything(url: string, known: Known): Promise<ReadonlyMap<string, Answer>> {
  const agent = new Agent({ keepAlive: true });
  const answers = new Map<string, Answer>();
  for (const operation of operations.values()) {
    if (operation.http?.method !== "GET") continue;
    const labels = labelsOf(operation);
    const things: readonly Names[] = labels.length === 0 ? [{}] : known.all(labels);
    for (const names of things) {
      const path = pathOf(operation, names);
      answers.set(path, await send(agent, url, "GET", path, ""));
    }
  }
  agent.destroy();
  return answers;
}

/** A member that refers to something, the operation that reads it, and the label that takes the member's value. */
const references: readonly (readonly [member: string, operation: string, label: string])[] = [
  ["deploymentId", "GetDeployment", "deploymentId"],
  ["parentId", "GetResource", "resourceId"],
  ["requestValidatorId", "GetRequestValidator", "requestValidatorId"],
  ["authorizerId", "GetAuthorizer", "authorizerId"],
  ["documentationVersion", "GetDocumentationVersion", "documentationVersion"],
  ["clientCertificateId", "GetClientCertificate", "clientCertificateId"],
];
const models: readonly string[] = ["requestModels", "responseModels"];

/** @returns one line for each reference, in any of the answers, to something that is not there. */
export async function danglingReferences(
  url: string,
  answers: ReadonlyMap<string, Answer>,
): Promise<readonly string[]> {
  const agent = new Agent({ keepAlive: true });
  const dangling: string[] = [];
  const targets = new Map<string, string>();
  for (const [path, answer] of answers) {
    const restApiId = /^\/restapis\/([^/?]+)/.exec(path)?.[1];
    if (answer.status !== 200 || restApiId === undefined) continue;
    for (const [member, value] of referencesIn(JSON.parse(answer.text))) {
      const [, name, label] =
        references.find(([candidate]) => candidate === member) ?? (["", "GetModel", "modelName"] as const);
      const operation = operations.get(name);
      if (operation === undefined) continue;
      const names = { restApiId: decodeURIComponent(restApiId), [label]: value };
      targets.set(pathOf(operation, names), `${path}: ${member} ${value}`);
    }
  }
  for (const [path, where] of targets) {
    const { status } = await send(agent, url, "GET", path, "");
    if (status !== 200 && status !== 501) dangling.push(`${where} (${path} answers ${status})`);
  }
  agent.destroy();
  return dangling;
}

function* referencesIn(value: unknown): Generator<readonly [string, string]> {
  if (Array.isArray(value)) for (const item of value) yield* referencesIn(item);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return;
  for (const [member, inner] of Object.entries(value)) {
    if (models.includes(member) && typeof inner === "object" && inner !== null) {
      for (const model of Object.values(inner)) yield [member, String(model)];
    } else if (typeof inner === "string") {
      if (references.some(([candidate]) => candidate === member)) yield [member, inner];
    } else yield* referencesIn(inner);
  }
}

/** @returns the answer's body. Throws when the answer is one that no caller should ever get. */
function checkAnswer(operation: OperationShape, answer: Answer, told: () => string): unknown {
  const { status, headers, text } = answer;
  const code = headers["x-amzn-errortype"];
  const isDeclared = status === 501 || (status === 503 && code === "ServiceUnavailableException");
  if (status >= 500 && !isDeclared) throw new Error(`${operation.name} answers ${status}: ${told()}`);
  if (typeof headers["x-amzn-requestid"] !== "string") throw new Error(`no request id: ${told()}`);
  if (text === "" || (status < 300 && headers["content-type"] !== "application/json")) return undefined;
  const value: unknown = JSON.parse(text);
  if (status < 300) return value;
  const message: unknown =
    typeof value === "object" && value !== null ? Reflect.get(value, "message") : undefined;
  if (typeof message !== "string" || (typeof code !== "string" && status !== 404)) {
    throw new Error(`an error without a code or a message: ${told()}`);
  }
  if (/\n\s+at |node:internal|Cannot read propert|is not (?:a function|iterable)/.test(message)) {
    throw new Error(`an internal message: ${told()}`);
  }
  return value;
}

/** Few APIs, with much in them, are worth more than many. */
const weights: { readonly [operation: string]: number | undefined } = {
  CreateRestApi: 3,
  PutIntegration: 40,
  DeleteRestApi: 1,
  DeleteResource: 1,
};

/** Deletions are rarer, so that something is there. */
function weighted(all: readonly OperationShape[]): readonly OperationShape[] {
  return all.flatMap((operation) => {
    const { name } = operation;
    const weight = weights[name] ?? (name.startsWith("Delete") ? 2 : /^(?:Create|Put)/.test(name) ? 20 : 10);
    return Array.from({ length: weight }, () => operation);
  });
}

function pathOf(operation: OperationShape, names: Names): string {
  const [path = "", query = ""] = (operation.http?.uri ?? "").split("?");
  const filled = path.replace(/\{(\w+)\+?\}/g, (_all, label: string) =>
    encodeURIComponent(names[label] ?? ""),
  );
  const embed = operation.name.startsWith("GetResource") ? "embed=methods" : "";
  const search = [query, embed, "limit=500"].filter(Boolean).join("&");
  return `${filled}?${search}`;
}

function send(agent: Agent, url: string, method: string, path: string, body: string): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const headers = {
    authorization:
      "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/apigateway/aws4_request, SignedHeaders=host",
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, agent, method, path, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
