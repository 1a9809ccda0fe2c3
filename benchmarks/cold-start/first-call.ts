// A fresh process: loads the bundle of its first argument, calls it once, prints what both took as JSON.
// Lambda's own client has loaded node:http before any function; who makes web objects would pay for it here.
import "node:http";
import { pathToFileURL } from "node:url";
import { context, event } from "../runtime/event.ts";

const url = pathToFileURL(process.argv[2] ?? "").href;
const call = [event(), context()] as const;
const begin = performance.now();
const { handler } = await import(url);
const loaded = performance.now();
const { statusCode, body } = await handler(...call);
const answered = performance.now();
console.log(JSON.stringify({ load: loaded - begin, call: answered - loaded, statusCode, body }));
