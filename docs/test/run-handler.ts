/**
 * A process that calls a handler once, as Lambda does: `node test/run-handler.ts MODULE EVENT`. It sends the answer
 * to its parent; what it prints is what the function prints.
 */
import { lambdaContext } from "@gatewright/runtime/testing";

const [module = "", event = ""] = process.argv.slice(2);
const { handler } = await import(module);
const answer: unknown = await handler(JSON.parse(event), lambdaContext());
process.send?.(answer, () => process.disconnect());
