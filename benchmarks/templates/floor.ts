import type { RenderInput } from "@gatewright/mapping-template";

/**
 * The floor: for each template what a person would write by hand in its place, as fast as plain JavaScript reads
 * well. It knows nothing of Velocity and makes the same text.
 */

type Texts = Readonly<Record<string, string>>;

/** A parameter, from path, query or header; a missing one is empty. */
export function find({ path, querystring, header }: RenderInput["params"], name: string): string {
  return path[name] ?? querystring[name] ?? header[name] ?? "";
}

/** The body as JSON without blanks; no body is an empty document. */
export function body(request: RenderInput): string {
  return request.body === "" ? "{}" : JSON.stringify(JSON.parse(request.body));
}

const short: Texts = {
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\f": "\\f",
  "\r": "\\r",
  '"': '\\"',
  "'": "\\'",
  "\\": "\\\\",
  "/": "\\/",
};

const unicode = (code: number) => `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`;

/** By character code; `undefined` for what stays as it is. */
const escapes = Array.from(
  { length: 128 },
  (_, code) => short[String.fromCharCode(code)] ?? (code < 32 ? unicode(code) : undefined),
);

/** `$util.escapeJavaScript`; twice as fast as `replace` with a function. */
export function escapeJavaScript(text: string): string {
  let made = "";
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const written = code < 128 ? escapes[code] : unicode(code);
    if (written === undefined) continue;
    made += text.slice(from, at) + written;
    from = at + 1;
  }
  return from === 0 ? text : made + text.slice(from);
}

/** `$util.escapeJavaScript($x).replaceAll("\\'", "'")`. */
function json(text: string): string {
  return escapeJavaScript(text).replaceAll("\\'", "'");
}

/** `$context` without its types: what is missing is empty. */
interface Context {
  readonly [name: string]: string | Readonly<Record<string, string>> | undefined;
}

function contextText(context: Context, name: string): string {
  const found = context[name];
  return typeof found === "string" ? found : "";
}

function contextMember(context: Context, owner: string, name: string): string {
  const found = context[owner];
  return typeof found === "object" ? (found[name] ?? "") : "";
}

function contextOf(request: RenderInput): Context {
  return request.context as Context;
}

/** The generated request template of the cases. */
export function placeOrder(request: RenderInput): string {
  const { path, querystring, header } = request.params;
  const context = contextOf(request);
  let text = "{";
  if (querystring["dryRun"] !== undefined) text += `"dryRun":"${json(querystring["dryRun"])}",`;
  for (const name of Object.keys(header)) {
    if (name.toLowerCase() === "x-trace") text += `"trace":"${json(header[name] ?? "")}",`;
  }
  text += `"customer":"${json(path["customer"] ?? "")}","order":${body(request)},`;
  text += `"caller":"${json(contextMember(context, "identity", "userArn"))}",`;
  return `${text}"@":{"route":"POST /orders/{customer}","id":"${contextText(context, "extendedRequestId")}"}}`;
}

/** AWS's "Method request passthrough", blank for blank. */
export function passthrough(request: RenderInput): string {
  const context = contextOf(request);
  const { path, querystring, header } = request.params;
  let text = `{\n"body-json" : ${body(request)},\n"params" : {\n`;
  text += parameters("path", path, true);
  text += parameters("querystring", querystring, true);
  text += parameters("header", header, false);
  text += '},\n"stage-variables" : {\n';
  const names = Object.keys(request.stageVariables);
  for (let i = 0; i < names.length; i += 1) {
    const name = names[i] ?? "";
    text += `"${name}" : "${escapeJavaScript(request.stageVariables[name] ?? "")}"\n    ${i + 1 < names.length ? "," : ""}`;
  }
  return `${text}},
"context" : {
    "account-id" : "${contextMember(context, "identity", "accountId")}",
    "api-id" : "${contextText(context, "apiId")}",
    "api-key" : "${contextMember(context, "identity", "apiKey")}",
    "authorizer-principal-id" : "${contextMember(context, "authorizer", "principalId")}",
    "caller" : "${contextMember(context, "identity", "caller")}",
    "cognito-authentication-provider" : "${contextMember(context, "identity", "cognitoAuthenticationProvider")}",
    "cognito-authentication-type" : "${contextMember(context, "identity", "cognitoAuthenticationType")}",
    "cognito-identity-id" : "${contextMember(context, "identity", "cognitoIdentityId")}",
    "cognito-identity-pool-id" : "${contextMember(context, "identity", "cognitoIdentityPoolId")}",
    "http-method" : "${contextText(context, "httpMethod")}",
    "stage" : "${contextText(context, "stage")}",
    "source-ip" : "${contextMember(context, "identity", "sourceIp")}",
    "user" : "${contextMember(context, "identity", "user")}",
    "user-agent" : "${contextMember(context, "identity", "userAgent")}",
    "user-arn" : "${contextMember(context, "identity", "userArn")}",
    "request-id" : "${contextText(context, "requestId")}",
    "resource-id" : "${contextText(context, "resourceId")}",
    "resource-path" : "${contextText(context, "resourcePath")}"
    }
}
`;
}

function parameters(type: string, group: Texts, more: boolean): string {
  const names = Object.keys(group);
  let text = `"${type}" : {\n`;
  for (let i = 0; i < names.length; i += 1) {
    const name = names[i] ?? "";
    text += `        "${name}" : "${escapeJavaScript(group[name] ?? "")}"\n        ${i + 1 < names.length ? "," : ""}`;
  }
  return `${text}    }\n    ${more ? "," : ""}`;
}
