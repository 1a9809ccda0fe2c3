import { isObject, type JsonObject, memberOf } from "../../json-object.ts";
import { yaml } from "../../yaml.ts";
import { badRequest } from "../errors.ts";

/** Whose values `${AWS::…}` takes in a document. */
export interface AwsVariables {
  readonly accountId: string;
  readonly region: string;
}

/** A definition file, parsed, and known to be of a kind that can be read. */
export interface Document {
  readonly format: "swagger" | "oas30";
  readonly root: JsonObject;
}

/**
 * Reads a definition file, JSON or YAML, Swagger 2.0 or OpenAPI 3.0.
 *
 * R: what cannot be parsed is `Invalid OpenAPI input.` (test_import_api_bad_file). D: OpenAPI 3.1 is not taken
 * (important notes for REST APIs). The words for a wrong version and for missing `info` or `paths` are those that
 * moto expects; no recording shows them.
 *
 * @throws AwsError `BadRequestException`.
 */
export function readDocument(body: Uint8Array, variables: AwsVariables): Document {
  const root = parseText(withVariables(Buffer.from(body).toString("utf8"), variables));
  if (!isObject(root) || isDeeperThan(deepest, root)) throw badRequest("Invalid OpenAPI input.");
  const format = formatOf(root);
  for (const member of ["info", "paths"]) {
    if (!isObject(memberOf(root, member))) throw missing(member);
  }
  return { format, root };
}

/** Far more than a definition needs, and far less than what would exhaust the stack. */
const deepest = 200;

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

function missing(member: string): Error {
  return badRequest(
    `Failed to parse the uploaded OpenAPI document due to: '${member}' is a required property`,
  );
}

function formatOf(root: JsonObject): Document["format"] {
  const swagger = String(root["swagger"] ?? "");
  const openapi = String(root["openapi"] ?? "");
  // YAML reads an unquoted 2.0 as the number 2.
  if (swagger === "2.0" || swagger === "2") return "swagger";
  if (/^3(?:\.0(?:\.\d+)?)?$/.test(openapi)) return "oas30";
  if (/^3\.\d/.test(openapi)) {
    throw badRequest(`Invalid OpenAPI input. OpenAPI ${openapi} is not supported, write it as 3.0.1.`);
  }
  if (openapi !== "") throw badRequest("Only OpenAPI 3.x.x are currently supported");
  throw badRequest("Invalid OpenAPI input.");
}

/** D: the variables ("AWS variables for OpenAPI import"). */
function withVariables(text: string, { accountId, region }: AwsVariables): string {
  const values: { readonly [variable: string]: string } = {
    AccountId: accountId,
    Region: region,
    Partition: region.startsWith("cn-") ? "aws-cn" : "aws",
  };
  return text.replace(/\$\{AWS::(AccountId|Region|Partition)\}/g, (_, name: string) => values[name] ?? "");
}

/** YAML holds JSON, but JSON.parse is many times faster on what most files are. */
function parseText(text: string): unknown {
  try {
    return text.trimStart().startsWith("{") ? parseJson(text) : parseYaml(text);
  } catch {
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A flow mapping of YAML begins as JSON does.
    return parseYaml(text);
  }
}

function parseYaml(text: string): unknown {
  // AWS's parser is one of YAML 1.1, which has merge keys (K).
  const document = yaml().parseDocument(text, { prettyErrors: false, merge: true });
  if (document.errors.length > 0) return undefined;
  const value: unknown = document.toJS();
  const info = memberOf(value, "info");
  const version: unknown = document.getIn(["info", "version"], true);
  // An unquoted `1.0` means those three characters.
  const source = typeof version === "object" && version !== null ? Reflect.get(version, "source") : undefined;
  if (!isObject(value) || !isObject(info) || typeof source !== "string") return value;
  return { ...value, info: { ...info, version: source } };
}
