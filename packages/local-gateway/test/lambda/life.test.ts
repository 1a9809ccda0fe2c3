import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { systemAfter } from "../../src/lambda/timers.ts";
import { useFunctions } from "../fixtures/lambda-functions.ts";

const functions = useFunctions();

describe("an init that fails", () => {
  const counting = (rest: string) => `
    const file = require("node:path").join(process.env.COUNT_IN, "inits");
    const fs = require("node:fs");
    fs.appendFileSync(file, "x");
    const inits = fs.readFileSync(file, "utf8").length;
    ${rest}
    exports.handler = async () => inits;`;
  const define = (rest: string, timeout = 10) =>
    functions.define(
      { "index.js": counting(rest) },
      { timeout, environment: { COUNT_IN: functions.workDirectory(), NAME: rest } },
    );

  it("is tried again as a part of the invocation", async () => {
    const record = define('if (inits === 1) throw new RangeError("first");');
    const { payload, log } = await functions.call(record);
    expect(payload).toBe("2");
    expect(log()).toMatch(
      /INIT_REPORT Init Duration: \d+\.\d\d ms\tPhase: init\tStatus: error\tError Type: RangeError\t\nSTART /,
    );
    expect(log()).not.toMatch(/REPORT .*\tInit Duration/);
  });

  it("after ten seconds gets the function's own timeout", async () => {
    // Ten seconds pass at once; the function's own limit passes as it is.
    const after: typeof systemAfter = (milliseconds, then) =>
      systemAfter(milliseconds === 10_000 ? 300 : milliseconds, then);
    const record = functions.define({ "index.js": "for (;;);" }, { timeout: 1 });
    const on = functions.runner({ after });
    const { payload, log } = await functions.call(record, {}, undefined, on);
    expect(JSON.parse(payload)).toMatchObject({
      errorType: "Sandbox.Timedout",
      errorMessage: expect.stringMatching(/Error: Task timed out after 1\.00 seconds$/),
    });
    expect(log()).toMatch(
      /^INIT_REPORT .*Phase: init\tStatus: timeout\t\nINIT_REPORT .*Phase: invoke\tStatus: timeout\t\nSTART .*\n.* Task timed out after 1\.00 seconds\nEND .*\nREPORT .*Status: timeout\t\n$/,
    );
  });
});

it("a function that is busy ends with the gateway, however that ends", async () => {
  const record = functions.define(
    {
      "index.js":
        "exports.handler = () => { require('fs').writeFileSync(process.env.PID_FILE, String(process.pid)); for (;;); };",
    },
    { timeout: 60, environment: { PID_FILE: `${functions.workDirectory()}/pid` } },
  );
  const source = new URL("../../src/lambda/execution/index.ts", import.meta.url).href;
  const gateway = spawn(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      `import { createFunctionRunner } from ${JSON.stringify(source)};
       const record = ${JSON.stringify(record)};
       const runner = createFunctionRunner({
         getFunction: () => record,
         readCode: async () => Buffer.from("${functions.zipOf(record).toString("base64")}", "base64"),
         workDirectory: process.argv[1],
         endpoint: () => "http://127.0.0.1:1",
         log: () => {},
         clock: Date.now,
       });
       await runner.invoke({ functionArn: record.functionArn, payload: "{}", requestId: "r" });`,
      functions.workDirectory(),
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  try {
    const pidFile = record.environment["PID_FILE"] ?? "";
    await expect.poll(() => readIfThere(pidFile), { timeout: 10_000 }).toMatch(/^\d+$/);
    const pid = Number(readIfThere(pidFile));
    expect(isRunning(pid)).toBe(true);
    gateway.kill("SIGKILL");
    await expect.poll(() => isRunning(pid), { timeout: 5000 }).toBe(false);
  } finally {
    gateway.kill("SIGKILL");
  }
});

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function isRunning(pid: number): boolean {
  // A zombie that nobody has collected yet is no running process.
  return /^State:\s+[^ZX]/m.test(readIfThere(`/proc/${pid}/status`));
}
