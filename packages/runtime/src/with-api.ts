import { isRecord, member, textOf } from "./adapter.ts";
import { type Headed, headerValues } from "./header.ts";
import { type Errors, knownProblem, ProblemError } from "./problem.ts";
import { declareOutputs } from "./reply.ts";
import type { Handler, Middleware } from "./route.ts";
import { type ApiSettings, apiSettings, settingsHeaders } from "./settings.ts";

export type { ApiSettings, Cors } from "./settings.ts";

/**
 * Makes a handler answer as its API says for all routes: with its headers and those of CORS, errors too, and with its
 * codes for the statuses of errors that middlewares throw. `deploy` puts this around the handler of each function of
 * an API that says something for all routes, with what it has put into the environment; whoever bundles otherwise
 * writes `export const handler = withApi(route.handler(…), { cors, headers, errors })`.
 *
 * Headers of custom integrations are set by their integration responses and not here.
 */
export const withApi = <H extends Handler<string>>(
  handler: H,
  settings: ApiSettings = apiSettings(process.env),
): H => {
  const { errors = {} } = settings;
  const plain = "~plain" in handler ? (handler["~plain"] as H) : handler;
  const { routes } = plain;
  for (const { declaration } of routes)
    Object.assign(declaration.errors, { ...errors, ...declaration.errors });
  plain.use({ onError: nameErrors(errors) });
  const around = Object.assign(
    async (...[event, context]: Parameters<Handler<string>>) => {
      const answer = await plain(event, context);
      return isCustom(routes, event) || !isRecord(answer) ? answer : withHeaders(answer, settings, event);
    },
    {
      use(middleware: Middleware) {
        plain.use(middleware);
        return around;
      },
      routes,
    },
  ) as unknown as H;
  const outputs = routes.flatMap(({ declaration }) => declareOutputs(declaration.output));
  for (const { body } of outputs) if (body !== null && "~deliver" in body) return body["~deliver"](around);
  return around;
};

/** Gives an error of a middleware the code that the API has for its status; one without details, which it has not. */
const nameErrors =
  (errors: Errors) =>
  (request: { error: unknown }): void => {
    const { error } = request;
    const problem = knownProblem(error, { errors: {} });
    if (problem === undefined || problem === error) return;
    const { status } = problem;
    const code = Object.keys(errors).find((code) => errors[code] === status);
    if (code !== undefined)
      request.error = new ProblemError(status, code, problem.message, {}, { cause: error });
  };

const isCustom = (routes: Handler<string>["routes"], event: unknown): boolean => {
  const named = member(member(event, "@"), "route");
  const route = routes.find(({ name }) => name === named) ?? routes[0];
  return route?.declaration.integration === "custom";
};

type Answer = Readonly<Record<string, unknown>>;

/** Adds the settings' headers, in the form of headers that the answer has. Its own win, but for `Vary`, a list. */
const withHeaders = (answer: Answer, settings: ApiSettings, event: unknown): Answer => {
  const [origin] = headerValues(event as Headed, "origin");
  const headers = answer["headers"] as object | undefined;
  const multiValueHeaders = answer["multiValueHeaders"] as object | undefined;
  // A load balancer with multi-value headers takes no others.
  const lists = headers === undefined && multiValueHeaders !== undefined;
  const changed: Record<string, unknown> = { ...(lists ? multiValueHeaders : headers) };
  const names = [...Object.keys(headers ?? {}), ...Object.keys(multiValueHeaders ?? {})];
  for (const [name, value] of Object.entries(settingsHeaders(settings, textOf(origin)))) {
    const own = names.find((one) => one.toLowerCase() === name.toLowerCase());
    if (own === undefined) changed[name] = lists ? [value] : value;
    else if (name === "Vary" && own in changed)
      changed[own] = lists ? [...[changed[own]].flat(), value] : `${changed[own]}, ${value}`;
  }
  return { ...answer, [lists ? "multiValueHeaders" : "headers"]: changed };
};
