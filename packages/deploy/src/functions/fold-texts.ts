import { type Node, type Program, parse, type TemplateLiteral } from "acorn";

/**
 * Writes out the texts at the top of a module that are put together of constant texts: `var a = "core", b = `@x/${a}`;`
 * becomes `var a = "core", b = "@x/core";`. A bundler keeps such a text, used or not: for all it knows, making a text of
 * `a` does something.
 */
export function foldTexts(code: string): string {
  const program = parse(code, { ecmaVersion: "latest", sourceType: "module" });
  const changing = changingNames(program);
  // In the order of the code: what comes later is not known yet.
  const texts = new Map<string, string>();
  let folded = "";
  let from = 0;
  for (const [name, node] of initialValues(program)) {
    const text = textOf(node, texts);
    if (text === undefined) continue;
    if (!changing.has(name)) texts.set(name, text);
    if (node.type === "Literal") continue;
    folded += code.slice(from, node.start) + JSON.stringify(text);
    from = node.end;
  }
  return folded + code.slice(from);
}

/** The initial values of the module's own variables, in the order of the code. */
function initialValues(program: Program): readonly (readonly [name: string, value: Node])[] {
  return program.body.flatMap((node) =>
    node.type === "VariableDeclaration"
      ? node.declarations.flatMap(({ id, init }) =>
          id.type === "Identifier" && init ? [[id.name, init] as const] : [],
        )
      : [],
  );
}

/** The text, if it is a constant one, or put together of the given ones. */
function textOf(node: Node, texts: ReadonlyMap<string, string>): string | undefined {
  if (node.type === "Literal") {
    const { value } = node as Node & { readonly value?: unknown };
    return typeof value === "string" ? value : undefined;
  }
  if (node.type !== "TemplateLiteral") return undefined;
  const { quasis, expressions } = node as TemplateLiteral;
  let text = "";
  for (const [index, { value }] of quasis.entries()) {
    const expression = expressions[index];
    const known = expression?.type === "Identifier" ? texts.get(expression.name) : undefined;
    if (value.cooked == null || (expression !== undefined && known === undefined)) return undefined;
    text += value.cooked + (known ?? "");
  }
  return text;
}

/** All names that are declared twice or assigned to, whichever variables they are. */
function changingNames(program: Program): ReadonlySet<string> {
  const declared = new Set<string>();
  const changing = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const { type, id, left, argument } = node as {
      readonly [member in "type" | "id" | "left" | "argument"]?: unknown;
    };
    if (type === "VariableDeclarator")
      for (const name of namesIn(id)) (declared.has(name) ? changing : declared).add(name);
    if (type === "AssignmentExpression" || type === "ForInStatement" || type === "ForOfStatement")
      for (const name of namesIn(left)) changing.add(name);
    if (type === "UpdateExpression") for (const name of namesIn(argument)) changing.add(name);
    for (const child of Object.values(node)) visit(child);
  };
  visit(program);
  return changing;
}

function namesIn(node: unknown): readonly string[] {
  if (typeof node !== "object" || node === null) return [];
  const own = "name" in node && typeof node.name === "string" ? [node.name] : [];
  return [...own, ...Object.values(node).flatMap(namesIn)];
}
