import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { checkRoutes } from "../src/check-routes.ts";
import { RouteError } from "../src/describe.ts";
import { type AnyRoute, api } from "../src/index.ts";
import { sentences } from "../src/sentences.ts";

const run = promisify(execFile);
const folder = join(import.meta.dirname, "sentences");
const source = readFileSync(join(folder, "sentences.ts"), "utf8");

/** Compiler version → the package that has it. */
const compilers: readonly (readonly [string, string])[] = [
  ["5.9", "typescript-5.9"],
  ["6", "typescript-6"],
  ["7", "typescript"],
];

/** Declaration → the messages that its `// says:` comments promise, of all compilers or of some. */
const promised = (version: string): Map<string, string[]> => {
  const said = new Map<string, string[]>();
  let pending: string[] = [];
  for (const line of source.split("\n")) {
    const [, versions, says] = /^\/\/ says(?: \((.*)\))?: (.*)$/.exec(line) ?? [];
    const name = /^export const (\w+)/.exec(line)?.[1];
    if (says !== undefined && (versions === undefined || versions.split(", ").includes(version)))
      pending.push(says);
    else if (name !== undefined) {
      said.set(name, pending);
      pending = [];
    }
  }
  return said;
};

/** The declaration that a line belongs to. */
const declarationAt = (line: number): string =>
  source
    .split("\n")
    .slice(0, line)
    .flatMap((text) => /^export const (\w+)/.exec(text)?.[1] ?? [])
    .at(-1) ?? "(none)";

const compile = async (compiler: string): Promise<readonly string[]> => {
  const tsc = join(dirname(createRequire(import.meta.url).resolve(`${compiler}/package.json`)), "bin", "tsc");
  const done = run(process.execPath, [tsc, "-p", folder, "--pretty", "false"]);
  const { stdout } = await done.catch((error: { stdout: string }) => error);
  return stdout.trimEnd().split("\n");
};

test.each(compilers)(
  "TypeScript %s says each mistake in a route in the promised words",
  async (version, compiler) => {
    const said = new Map([...promised(version).keys()].map((name): [string, string[]] => [name, []]));
    const continuations = [];
    for (const line of await compile(compiler)) {
      const [, at, message] = /\((\d+),\d+\): error TS\d+: (.*)$/.exec(line) ?? [];
      if (at === undefined || message === undefined) continuations.push(line.trim());
      else said.get(declarationAt(Number(at)))?.push(message);
    }
    expect(Object.fromEntries(said)).toEqual(Object.fromEntries(promised(version)));
    expect([...said.values()].every((messages) => messages.length > 0)).toBe(true);
    // The handlers of a router are the one place that takes a second line: it names the routes.
    expect(continuations).toEqual([
      ...(version === "7"
        ? []
        : [
            `Property 'greet' is missing in type '{ hello: Handler<"GET /">; }' but required in type '{ readonly hello: Handler<"GET /">; readonly greet: Handler<"GET /greeting">; }'.`,
          ]),
      `Type '"GET /greeting"' is not assignable to type '"GET /"'.`,
      `Type '"GET /"' is not assignable to type '"GET /greeting"'.`,
    ]);
  },
);

/** The sentence of a table's entry, whatever depends on the route. */
const pattern = (says: string): RegExp =>
  new RegExp(
    `"${says.replaceAll(/[.*+?^${}()|[\]\\]/g, (character) => (character === "*" ? ".+" : `\\${character}`))}"'`,
  );

const table = Object.entries(sentences).filter(([, { compiler }]) => compiler);

test.each(table)("%s is said by the compiler and, word for word, at run time", (code, { says }) => {
  const sentence = pattern(says);
  const names = [...promised("7")].flatMap(([name, messages]) =>
    messages.some((message) => sentence.test(message)) ? [name] : [],
  );
  expect(names).not.toEqual([]);
  for (const name of names) {
    const [words] = (promised("7").get(name) ?? []).flatMap(
      (message) => /is not assignable to type '"(.*)"'/.exec(message)?.[1] ?? [],
    );
    const route = fixture[name];
    const error = mistakesOf(route);
    expect(error).toMatchObject({ code, message: expect.stringContaining(words ?? "(none)") });
  }
});

// Not a static import: the compiler that checks the tests would say the sentences again.
const fixture: Readonly<Record<string, AnyRoute>> = await import(
  new URL("sentences/sentences.ts", import.meta.url).href
);

const mistakesOf = (route: AnyRoute | undefined): unknown => {
  if (route === undefined) return undefined;
  try {
    checkRoutes(api({ name: "shop", routes: { route } }));
  } catch (error) {
    expect(error).toBeInstanceOf(RouteError);
    return error;
  }
  return undefined;
};
