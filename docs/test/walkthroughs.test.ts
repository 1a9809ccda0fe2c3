import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startGateway } from "@gatewright/local-gateway";
import { expect, test } from "vitest";
import { withDeployed } from "./gateway.ts";

const run = promisify(execFile);

test("both walkthroughs as routes", () =>
  withDeployed("walkthroughs", async (url = "") => {
    const answer = async (path: string) => {
      const response = await fetch(url + path);
      return [response.status, await response.json()];
    };
    expect(await answer("/")).toEqual([200, "Hello from Lambda!"]);
    expect(await answer("/my-resource?myParam=Hello%20from%20API%20Gateway!")).toEqual([
      200,
      "Hello from API Gateway!",
    ]);
    expect(await answer("/greeting?greeter=me")).toEqual([200, { message: "Hello, me!" }]);
    expect(await answer("/greeting?greeter=")).toEqual([200, { message: "Hello, World!" }]);
    expect(await answer("/greeting")).toMatchObject([400, { code: "MissingGreeter" }]);
  }));

// Each command starts a Python of its own.
test("the second one step by step, by the AWS CLI", { timeout: 300_000 }, async (context) => {
  const has = (command: string) =>
    run(command, ["--version"]).then(
      () => true,
      () => false,
    );
  context.skip(
    !((await has("aws")) && (await has("zip")) && (await has("curl"))),
    "The AWS CLI is not there.",
  );
  const folder = await mkdtemp(join(tmpdir(), "gatewright-walkthrough-"));
  const gateway = await startGateway({ port: 0 });
  try {
    await cp(join(import.meta.dirname, "..", "examples", "walkthroughs"), folder, { recursive: true });
    const PATH = `${await directing(folder)}:${process.env["PATH"]}`;
    const env = { ...process.env, PATH, AWS_ENDPOINT_URL: gateway.url };
    const { stdout } = await run("bash", ["-e", "cli.sh"], { cwd: folder, env });
    const answered = '{"statusCode":200,"headers":{"Content-Type":"*/*"},"body":"Hello, me!"}';
    expect(stdout.endsWith(answered)).toBe(true);

    const [api = ""] = /(?<=:)[a-z0-9]{10}(?=\/\*\/GET\/greeting)/.exec(stdout) ?? [];
    const greeting = `${gateway.url}/restapis/${api}/test/_user_request_/greeting`;
    expect(await (await fetch(greeting)).json()).toMatchObject({ body: "Hello, World!" });
    const injected = await fetch(`${greeting}?greeter=${encodeURIComponent('","greeter":null,"a":"')}`);
    expect([injected.status, await injected.json()]).toMatchObject([
      200,
      { errorMessage: "Missing the required greeter parameter." },
    ]);
  } finally {
    await gateway.close();
    await rm(folder, { recursive: true });
  }
});

/** A folder with an `aws` that calls the gateway only: older CLIs take no notice of `AWS_ENDPOINT_URL`, and call AWS. */
async function directing(folder: string): Promise<string> {
  const { stdout } = await run("sh", ["-c", "command -v aws"]);
  const bin = join(folder, "bin");
  await mkdir(bin);
  const script = `#!/bin/sh\nexec "${stdout.trim()}" --endpoint-url "$AWS_ENDPOINT_URL" "$@"\n`;
  await writeFile(join(bin, "aws"), script, { mode: 0o755 });
  return bin;
}
