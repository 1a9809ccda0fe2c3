import { isRecord, member } from "../adapter.ts";
import { declareOutputs } from "../reply.ts";
import type { Handler } from "../route.ts";

type Outcome = { readonly value: unknown } | { readonly error: unknown };

interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: unknown;
}

/** Reads what a handler has returned or thrown as API Gateway, a function URL or a load balancer would. */
export const readAnswer = (routes: Handler<string>["routes"], event: unknown, outcome: Outcome): Answer => {
  const named = member(member(event, "@"), "route");
  const route = routes.find(({ name }) => name === named) ?? routes[0];
  if (route?.declaration.integration === "custom")
    return custom(declareOutputs(route.declaration.output), outcome);
  if ("error" in outcome) throw outcome.error;
  return proxy(outcome.value);
};

const custom = (outputs: ReturnType<typeof declareOutputs>, outcome: Outcome): Answer => {
  if ("error" in outcome) {
    const { error } = outcome;
    // The first member of the document is what the selection patterns match.
    if (!(error instanceof Error) || !/^\{"status":\d{3},[^\n]*\}$/.test(error.message) || error.stack !== "")
      throw error;
    const body: { readonly status: number } = JSON.parse(error.message);
    return { ok: false, status: body.status, headers: { "content-type": "application/problem+json" }, body };
  }
  // What Lambda returns has been through JSON.
  const value: unknown = outcome.value === undefined ? undefined : JSON.parse(JSON.stringify(outcome.value));
  const [only, ...others] = outputs;
  if (only !== undefined && others.length === 0 && Object.keys(only.headers).length === 0)
    return { ok: true, status: only.status, headers: {}, body: value };
  const { status, headers = {}, body } = value as Omit<Answer, "ok">;
  return { ok: true, status, headers, body };
};

interface ProxyAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

const proxy = (value: unknown): Answer => {
  if (!isRecord(value) || typeof value["statusCode"] !== "number")
    throw new TypeError("The function's answer has no statusCode: API Gateway would answer 502.");
  const answer = value as unknown as ProxyAnswer;
  const headers: Record<string, string | readonly string[]> = {};
  const cookies: string[] = [...(answer.cookies ?? [])];
  const all = [
    ...Object.entries(answer.headers ?? {}).map(([name, text]) => [name, [text]] as const),
    ...Object.entries(answer.multiValueHeaders ?? {}),
  ];
  for (const [name, values] of all) {
    if (name.toLowerCase() === "set-cookie") cookies.push(...values);
    else headers[name.toLowerCase()] = values.length === 1 ? (values[0] ?? "") : values;
  }
  if (cookies.length > 0) headers["set-cookie"] = cookies;
  const status = answer.statusCode;
  return { ok: status < 400, status, headers, body: readBody(answer, String(headers["content-type"] ?? "")) };
};

const readBody = ({ body = "", isBase64Encoded }: ProxyAnswer, contentType: string): unknown => {
  if (isBase64Encoded === true) return new Uint8Array(Buffer.from(body, "base64"));
  if (/[/+]json\b/i.test(contentType)) return JSON.parse(body);
  return contentType === "" && body === "" ? undefined : body;
};
