// The process of a function: takes a call at a time, as an execution environment does. A line is a call, or its answer.
import { hello } from "../serverless-offline/functions.mjs";

process.stdin.setEncoding("utf8");
process.stdin.on("data", async (line) => {
  process.stdout.write(`${JSON.stringify(await hello(JSON.parse(line)))}\n`);
});
