import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createProject } from "./project.ts";

test("the gateway says its URL when it is ready, answers there, and ends cleanly", async () => {
  await using project = createProject();
  const gateway = await project.gateway("--port", "0");
  expect(gateway.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const health = await fetch(`${gateway.url}/_gatewright/health`);
  expect(await health.json()).toMatchObject({ name: "gatewright" });
  expect(existsSync(join(project.folder, ".gatewright", "gateway.json"))).toBe(true);
  expect(await gateway.end("SIGTERM")).toBe(0);
  expect(existsSync(join(project.folder, ".gatewright", "gateway.json"))).toBe(false);
});

test("a port in use is said, with what to do", async () => {
  await using project = createProject();
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const port = typeof address === "object" ? String(address?.port) : "";
  try {
    const { code, stdout, stderr } = await project.run("gateway", "--port", port, "--no-data");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^PortInUse: /);
    expect(stderr).toContain(port);
    expect(stderr).not.toContain("    at ");
  } finally {
    server.close();
  }
});

test("a second gateway on one directory says who holds it", async () => {
  await using project = createProject();
  const first = await project.gateway("--port", "0");
  const { code, stderr } = await project.run("gateway", "--port", "0");
  expect(code).toBe(1);
  expect(stderr).toContain(String(first.pid));
});

test.each(["65536", "-1", "x", "1.5"])("the port %s is refused", async (port) => {
  await using project = createProject();
  const { code, stderr } = await project.run("gateway", `--port=${port}`);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^InvalidPort: /);
});

test("faults are those of a file, quotas count, and a bad file is said with what to do", async () => {
  await using project = createProject();
  project.write({
    "faults.json": '{ "seed": 1, "rules": [{ "operation": "GetRestApis", "fault": "throttle" }] }',
    "none.json": '{ "rules": [{ "operation": "GetRestApi", "fault": "throttel" }] }',
  });
  const gateway = await project.gateway("--port", "0", "--no-data", "--faults", "faults.json", "--quotas");
  const answer = await fetch(`${gateway.url}/restapis`);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "1"]);
  const faults = await fetch(`${gateway.url}/_gatewright/faults`);
  expect(await faults.json()).toMatchObject({ document: { seed: 1 }, rules: [{ hit: 1 }] });
  const create = () =>
    fetch(`${gateway.url}/restapis`, { method: "POST", body: '{"name":"api"}' }).then(({ status }) => status);
  expect([await create(), await create()]).toEqual([201, 429]);

  const ran = async (file: string) => {
    const { code, stdout, stderr } = await project.run(
      "gateway",
      "--port",
      "0",
      "--no-data",
      "--faults",
      file,
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).not.toContain("    at ");
    return stderr;
  };
  expect(await ran("none.json")).toMatch(
    /^FaultsInvalid: --faults none\.json: rules\[0\]\.fault is "throttel"/,
  );
  expect(await ran("missing.json")).toMatch(/^FaultsUnreadable: --faults missing\.json: ENOENT/);
});
