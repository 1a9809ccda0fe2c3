// What a hop to another process leaves of a bare node:http: no routes, no stage, no logs, the smallest event there is.
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { availableParallelism } from "node:os";
import { join } from "node:path";

const [port] = process.argv.slice(2);
const idle = Array.from({ length: availableParallelism() }, startFunction);
const waiting = [];

createServer((request, response) => {
  const call = (one) => {
    one.answer = ({ statusCode, headers, body }) => response.writeHead(statusCode, headers).end(body);
    const { method, url, headers } = request;
    one.child.stdin.write(`${JSON.stringify({ httpMethod: method, path: url, headers })}\n`);
  };
  const free = idle.pop();
  if (free === undefined) waiting.push(call);
  else call(free);
}).listen(Number(port), "127.0.0.1");

process.once("SIGTERM", () => process.exit());

function startFunction() {
  const child = spawn(process.execPath, [join(import.meta.dirname, "function.mjs")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const one = { child, answer: undefined };
  child.stdin.on("error", () => {});
  child.stdout.setEncoding("utf8").on("data", (line) => {
    const { answer } = one;
    const next = waiting.shift();
    if (next === undefined) idle.push(one);
    else next(one);
    answer(JSON.parse(line));
  });
  return one;
}
