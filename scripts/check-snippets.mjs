// Holds README.md and docs/*.md to docs/examples, whose files the tests of `docs` compile and run: each `ts` snippet
// says in its first line which file it is (`// src/api.ts`, below the examples of its page) or which region of it
// (`// src/api.ts (routes)`), each `json`, `http` and `text` snippet that shows an answer says so behind the fence.
// The page must have the file's text, word by word; `--write` brings the pages up to date. Links between the pages, and
// to other files of the repository, must lead somewhere.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const write = process.argv.includes("--write");
const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];

/** Languages of which every snippet must be a file. */
const proven = new Set(["ts", "typescript", "tsx", "json", "http"]);

/** The text of a file, or of the region of it that has this name. */
const textOf = (file, region) => {
  if (!existsSync(file)) throw new Error(`there is no ${file.slice(root.length)}`);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  const marker = /^\s*\/\/ #(?:region|endregion)\b/;
  if (region === undefined) return lines.filter((line) => !marker.test(line));
  const start = lines.findIndex((line) => line.trim() === `// #region ${region}`);
  const length = lines.slice(start + 1).findIndex((line) => line.trim() === "// #endregion");
  if (start < 0 || length < 0) throw new Error(`${file.slice(root.length)} has no region ${region}`);
  const indent = lines[start].search(/\S/);
  return lines.slice(start + 1, start + 1 + length).map((line) => line.slice(indent));
};

/** The snippet as it should be; undefined where its language asks for no file. */
const expected = (examples, language, info, body) => {
  const first = body.slice(0, body.indexOf("\n"));
  const name = language === "ts" ? /^\/\/ (.*)$/.exec(first)?.[1] : info;
  const [, file, region] = /^(\S+\.\w+)(?: \(([\w-]+)\))?$/.exec(name ?? "") ?? [];
  if (file === undefined) {
    if (proven.has(language)) throw new Error("it does not say which file it is");
    return undefined;
  }
  const text = textOf(join(examples, file), region);
  return [...(language === "ts" ? [first] : []), ...text, ""].join("\n");
};

const problems = [];
const counts = { ts: 0, answers: 0, written: 0 };
for (const page of pages) {
  const examples = join(root, "docs", "examples", basename(page, ".md").toLowerCase());
  const before = readFileSync(join(root, page), "utf8");
  const after = before.replaceAll(
    /^```(\w+)(?: (.+))?\n([\s\S]*?)^```$/gm,
    (snippet, language, info, body, at) => {
      try {
        const text = expected(examples, language, info, body);
        if (text === undefined) return snippet;
        if (text !== body && !write)
          throw new Error("it is not what the file says: run npm run snippets -- --write");
        counts[language === "ts" ? "ts" : "answers"]++;
        if (text === body) return snippet;
        counts.written++;
        return `\`\`\`${language}${info === undefined ? "" : ` ${info}`}\n${text}\`\`\``;
      } catch (error) {
        problems.push(`${page}:${before.slice(0, at).split("\n").length}: ${error.message}`);
        return snippet;
      }
    },
  );
  if (after !== before) writeFileSync(join(root, page), after);
}

/** A heading as GitHub names it in links. */
const slug = (heading) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");

const headingsOf = (file) =>
  [...readFileSync(file, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, heading]) => slug(heading));

for (const page of pages) {
  const text = readFileSync(join(root, page), "utf8").replaceAll(/^```[\s\S]*?^```$/gm, "");
  if (/```|~~~/.test(text))
    problems.push(`${page}: a snippet begins and ends with \`\`\` at the start of a line`);
  for (const [, link] of text.matchAll(/\]\((?!\w+:)([^)]+)\)/g)) {
    const [path, anchor] = link.split("#");
    const file = path === "" ? join(root, page) : join(root, dirname(page), path);
    if (!existsSync(file) || (anchor !== undefined && !headingsOf(file).includes(anchor)))
      problems.push(`${page}: ${link} leads nowhere`);
  }
}

for (const problem of problems) console.error(problem);
console.log(
  `${counts.ts} snippets and ${counts.answers} answers in ${pages.length} pages are what their files say` +
    `${write ? `, ${counts.written} of them now` : ""}${problems.length > 0 ? ", but for the above" : ""}.`,
);
process.exitCode = problems.length > 0 ? 1 : 0;
