import { readFileSync } from "node:fs";
import { lint } from "@gatewright/mapping-template";

const findings = lint(readFileSync("greeting.vtl", "utf8"), {
  kind: "request",
  input: { querystring: ["greeter"] },
});
for (const { line, column, code, message, fix, excerpt } of findings) {
  console.log(`${line}:${column} ${code}\n${excerpt}\n${message}. ${fix}\n`);
}
process.exitCode = findings.some(({ severity }) => severity === "error") ? 1 : 0;
