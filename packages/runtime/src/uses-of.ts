import { installed, uninstalled } from "./answer-check.ts";
import { convert } from "./converters.ts";
import { ask } from "./probe.ts";
import { allSources } from "./read-input.ts";
import { declareOutputs } from "./reply.ts";
import type { Declaration, Handler } from "./route.ts";
import { isSchema } from "./schema.ts";
import type { AnySource } from "./source.ts";
import type * as uses from "./uses.ts";

/** What a function can do without: the names of `uses.ts`, `false` for what none of its routes needs. */
export type Uses = { readonly [K in keyof typeof uses]: boolean };

/**
 * What of the runtime a function uses, by the routes that its handler serves. Ask when all modules that the function
 * imports are loaded: one of them may check answers.
 *
 * @param handler what the function exports
 * @param others all routes of the project: bodies in base64 come to every function of an API that takes bytes
 */
export const usesOf = async (
  handler: Handler<string>,
  others: readonly { readonly declaration: Declaration }[] = handler.routes,
): Promise<Uses> => {
  const declarations = handler.routes.map(({ declaration }) => declaration);
  const some = (test: (declaration: Declaration) => boolean) => declarations.some(test);
  // Only what `join` and `router` make is no middy handler; other services than REST APIs may call it.
  const joined = !("onError" in handler);
  return {
    proxy: joined || some(({ integration }) => integration === "proxy"),
    custom: some(({ integration }) => integration === "custom"),
    outputs:
      installed.check !== uninstalled ||
      some(({ output }) => {
        const [only, ...more] = declareOutputs(output);
        return more.length > 0 || only?.status !== 200 || hasHeaders(only) || !isSchema(only.body);
      }),
    headers: some(({ output }) => declareOutputs(output).some(hasHeaders)),
    encoded: some(isEncoded),
    errors: some(({ errors }) => Object.keys(errors).length > 0),
    unchecked: some((declaration) => allSources(declaration).some(([, { schema }]) => schema === undefined)),
    typed: some(({ auth }) => typeof auth === "object" && "typed" in auth),
    foreign: joined || [...declarations, ...others.map(({ declaration }) => declaration)].some(takesBytes),
    lists: joined || (await Promise.all(declarations.map(mayHaveLists))).includes(true),
    inherited: some((declaration) => namesOf(declaration).some((name) => name in Object.prototype)),
  };
};

const hasHeaders = ({ headers }: ReturnType<typeof declareOutputs>[number]): boolean =>
  Object.keys(headers).length > 0;

const isEncoded = ({ output }: Declaration): boolean =>
  declareOutputs(output).some(({ body }) => body !== null && !isSchema(body));

const takesBytes = (declaration: Declaration): boolean =>
  isEncoded(declaration) || Object.values(declaration.input).some(({ kind }) => kind === "binary");

/** Whether a value that can be repeated may be a list, by what its schema says of itself. */
const mayHaveLists = async ({ input }: Declaration): Promise<boolean> => {
  const single = await Promise.all(Object.values(input).map(isSingle));
  return single.includes(false);
};

const isSingle = async ({ kind, schema }: AnySource): Promise<boolean> => {
  // Each of several headers may have the cookie.
  if (kind === "cookie") return false;
  if (schema === undefined || !["query", "header", "form"].includes(kind)) return true;
  const { json } = await convert(schema, "input");
  if (![json["type"]].flat().every((type) => singleTypes.includes(type))) return false;
  // One that coerces, or catches what it does not want, takes lists all the same.
  return (await ask(schema, ["a", "b"])) === undefined;
};

const singleTypes: readonly unknown[] = ["string", "number", "integer", "boolean"];

const namesOf = (declaration: Declaration): readonly string[] =>
  allSources(declaration).flatMap(([key, { name }]) => [key, ...name.split(".")]);
