import { execFileSync } from "node:child_process";
import { basename } from "node:path";
import { expect, test } from "vitest";

test("what is built answers first without another package, another service's schemas, or the data plane", () => {
  const program = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({
      load(url, context, next) {
        loaded.push(url);
        return next(url, context);
      },
    });
    const { startGateway } = await import("@gatewright/local-gateway");
    const gateway = await startGateway();
    const answer = await new Promise((resolve) => {
      process.getBuiltinModule("node:http").get(gateway.url + "/restapis", resolve);
    });
    answer.resume();
    await gateway.close();
    console.log(JSON.stringify({ status: answer.statusCode, loaded }));
  `;
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
    cwd: import.meta.dirname,
    encoding: "utf8",
  });
  const { status, loaded }: { status: number; loaded: readonly string[] } = JSON.parse(output);
  expect(status).toBe(200);
  expect(loaded.filter((url) => !url.includes("/local-gateway/dist/"))).toEqual([]);
  // What is loaded later has a name; what is shared by several files is a chunk.
  const named = loaded.map((url) => basename(url)).filter((name) => !name.startsWith("chunk-"));
  expect(named).toEqual(["index.js"]);
});
