import { member } from "./adapter.ts";
import { installed } from "./answer-check.ts";
import type { Answered, OutputDeclaration } from "./reply.ts";
import { isSchema, issuePath, type Schema } from "./schema.ts";

/**
 * Importing this module checks answers: `@gatewright/runtime/testing` does, so that tests do. The environment
 * variable `GATEWRIGHT_CHECK_ANSWERS` says how many are checked: `always` (the default), `never`, a share such as
 * `0.01`, or `strip` for all of them, with what their schemas do not name taken off.
 */
installed.check = (output, answer) => {
  const mode = process.env["GATEWRIGHT_CHECK_ANSWERS"] ?? "always";
  const share = mode === "never" ? 0 : Number(mode);
  return Math.random() >= share ? answer : check(output, answer, mode === "strip");
};

const check = async (
  output: OutputDeclaration | undefined,
  answer: Answered,
  strip: boolean,
): Promise<Answered> => {
  if (!output) throw new Error("Reply with a status of the route's output.");
  const wrong: string[] = [];
  const ask = async (name: string, schema: Schema, value: unknown): Promise<unknown> => {
    const outcome = await schema["~standard"].validate(value);
    if (outcome.issues === undefined) return strip ? outcome.value : value;
    for (const issue of outcome.issues) wrong.push(`${issuePath(name, issue)}: ${issue.message}`);
    return undefined;
  };
  const body = isSchema(output.body) ? await ask("body", output.body, answer.body) : answer.body;
  const headers: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(output.headers))
    headers[name] = await ask(name, schema, member(answer.headers, name));
  for (const name in answer.headers)
    if (!Object.hasOwn(output.headers, name)) wrong.push(`${name}: no such header is declared`);
  if (wrong.length > 0) throw new Error(`The answer is not what the route declares: ${wrong.join("; ")}`);
  return { ...answer, body, headers };
};
