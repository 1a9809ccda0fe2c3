import type { Clock } from "../effects.ts";
import { jsonAnswer } from "../protocol/json-answer.ts";
import type { RawResponse } from "../raw-http.ts";
import type { LocalIssuer, TokenRequest } from "./local-issuer.ts";

/**
 * What stands below `/_gatewright/cognito/{userPoolId}`, for tests and development: `.well-known/jwks.json`, and
 * `token`, to which a JSON object that says whom the tokens are for is posted. Undefined for any other path.
 */
export async function userPoolPage(
  request: { readonly method: string; readonly body: Uint8Array },
  path: string,
  issuer: LocalIssuer,
  clock: Clock,
): Promise<RawResponse | undefined> {
  const [, userPoolId, page] =
    /^\/_gatewright\/cognito\/([\w-]+)\/(\.well-known\/jwks\.json|token)$/.exec(path) ?? [];
  if (userPoolId === undefined) return undefined;
  if (page !== "token") return jsonAnswer(200, await issuer.keys(userPoolId));
  if (request.method !== "POST") return jsonAnswer(405, { message: "POST a JSON object: {} will do" });
  const asked = readRequest(request.body);
  if (typeof asked === "string") return jsonAnswer(400, { message: asked });
  return jsonAnswer(200, await issuer.tokens(userPoolId, asked, clock()));
}

const members: Readonly<Record<keyof TokenRequest, (value: unknown) => boolean>> = {
  sub: isText,
  username: isText,
  clientId: isText,
  groups: (value) => Array.isArray(value) && value.every(isText),
  scope: isText,
  expiresIn: (value) => typeof value === "number" && Number.isInteger(value),
  claims: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
};

/** The request, or what is wrong with it. */
function readRequest(body: Uint8Array): TokenRequest | string {
  const value = parsed(body);
  if (typeof value !== "object" || value === null) return "The body has to be a JSON object; {} will do.";
  const names: readonly string[] = Object.keys(members);
  const wrong = Object.keys(value).find((name) => !names.includes(name));
  if (wrong !== undefined) return `${JSON.stringify(wrong)} is unknown; there are ${names.join(", ")}.`;
  return isRequest(value) ? value : "A member has a value of the wrong type.";
}

function isRequest(value: object): value is TokenRequest {
  return Object.entries(members).every(
    ([name, isRight]) => !Object.hasOwn(value, name) || isRight(Reflect.get(value, name)),
  );
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body) || "{}");
  } catch {
    return undefined;
  }
}
