import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createProject, greetings } from "./project.ts";

const call = async (url: string): Promise<unknown> => (await fetch(`${url}/greeting?greeter=me`)).json();

const deployedUrl = (stdout: string): string => JSON.parse(stdout)[0].url;

test("deploy goes to the gateway that runs; a second one changes nothing and says so", async () => {
  await using project = createProject();
  const gateway = await project.gateway("--port", "0");
  const first = await project.run("deploy");
  expect(first).toMatchObject({ code: 0, stderr: "" });
  expect(first.stdout).toContain("+ GET  /greeting");
  expect(first.stdout).toContain(gateway.url);
  const second = await project.run("deploy");
  expect(second.stdout).toContain("nothing to change");
  const url = deployedUrl((await project.run("deploy", "--json")).stdout);
  expect(await call(url)).toEqual({ message: "Hello, me!" });
});

test("where no gateway runs, the next one serves what was deployed, also after it was killed", async () => {
  await using project = createProject();
  const deployed = await project.run("deploy");
  expect(deployed).toMatchObject({ code: 0, stderr: "" });
  expect(deployed.stdout).toContain("npx gatewright gateway");
  for (const signal of ["SIGKILL", "SIGTERM"] as const) {
    const gateway = await project.gateway("--port", "0");
    const { stdout } = await project.run("deploy", "--json");
    expect(JSON.parse(stdout)[0]).toMatchObject({ calls: 0, changes: [] });
    expect(await call(deployedUrl(stdout))).toEqual({ message: "Hello, me!" });
    await gateway.end(signal);
  }
});

test("plan says what deploy would do and does nothing; its exit code can say whether there is anything", async () => {
  await using project = createProject();
  const gateway = await project.gateway("--port", "0", "--no-data");
  const before = await project.run("plan", "--detailed-exitcode", "--endpoint-url", gateway.url);
  expect(before.code).toBe(2);
  expect(before.stdout).toContain("greetings · stage test · us-east-1");
  expect((await project.run("plan", "--json")).stdout).toContain('"CreateRestApi"');
  await project.run("deploy");
  expect(await project.run("plan", "--detailed-exitcode")).toMatchObject({ code: 0, stderr: "" });
});

test("destroy removes what deploy has made", async () => {
  await using project = createProject();
  await project.gateway("--port", "0", "--no-data");
  const url = deployedUrl((await project.run("deploy", "--json")).stdout);
  expect(await call(url)).toEqual({ message: "Hello, me!" });
  expect((await project.run("destroy")).stdout).toContain("removed");
  expect(await call(url)).not.toEqual({ message: "Hello, me!" });
  expect((await project.run("destroy")).stdout).toContain("nothing was there");
});

test("AWS is deployed to only when that is said, and not without credentials", async () => {
  await using project = createProject();
  const { code, stdout, stderr } = await project.run("deploy", "--target", "aws", "--region", "us-west-2");
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^NoCredentials: /);
});

const mistakes: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[]])[] = [
  [
    "two routes on one path",
    {
      "src/api.ts": `${greetings["src/api.ts"]?.replace("routes: { greet }", "routes: { greet, again: greet }")}`,
    },
    ["DuplicateRoute", "src/api.ts", "GET /greeting"],
  ],
  [
    "a route without a function",
    { "src/functions/greet.ts": "export {};" },
    ["RouteWithoutFunction", "GET /greeting"],
  ],
  ["a syntax error", { "src/routes.ts": "export const greet = get(" }, ["InvalidSource", "src/routes.ts:1"]],
  ["no API", { "src/api.ts": "export {};" }, ["NoApi", "src/api.ts"]],
];

test.each(mistakes)("%s is refused before anything is made", async (_, files, said) => {
  await using project = createProject();
  await project.gateway("--port", "0", "--no-data");
  project.write(files);
  const { code, stdout, stderr } = await project.run("deploy");
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  for (const text of said) expect(stderr).toContain(text);
  expect(stderr).not.toContain("    at ");
  project.write(greetings);
  expect((await project.run("plan")).stdout).toContain("+ API greetings");
});

test("client writes the files once, and can say whether they are up to date", async () => {
  await using project = createProject();
  expect(await project.run("client", "--check")).toMatchObject({ code: 1 });
  expect((await project.run("client")).stdout).toContain("greetings.client.ts  written");
  expect(readFileSync(join(project.folder, "src", "greetings.client.ts"), "utf8")).toContain(
    "createGreetings",
  );
  expect((await project.run("client")).stdout).toContain("up to date");
  expect(await project.run("client", "--check")).toMatchObject({ code: 0 });
  expect(existsSync(join(project.folder, ".gatewright"))).toBe(false);
});

test("outside of a project, the folder that is missing is named", async () => {
  await using project = createProject();
  rmSync(join(project.folder, "src"), { recursive: true });
  const { code, stderr } = await project.run("deploy");
  expect(code).toBe(1);
  expect(stderr).toMatch(/^NoApiFile: .*src\/api\.ts/);
});

test("help lists the commands, and an unknown one is refused", async () => {
  await using project = createProject();
  const help = await project.run("--help");
  expect(help.code).toBe(0);
  for (const command of ["gateway", "plan", "deploy", "destroy", "client"])
    expect(help.stdout).toContain(`  ${command} `);
  expect((await project.run("depoly")).stderr).toContain("deploy");
});
