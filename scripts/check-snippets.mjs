// Compiles every TypeScript snippet of README.md and docs/*.md. The snippets of one page are the files of one
// program: a snippet that begins with a comment such as `// src/api.ts` is that file.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];

// Below the app, so that imports resolve as they do for a user.
const cache = join(root, "apps", "hello-world", "node_modules", ".cache");
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, "snippets-"));
let count = 0;
try {
  for (const page of pages) {
    const text = readFileSync(join(root, page), "utf8");
    const program = join(folder, basename(page, ".md"));
    let number = 0;
    for (const [, snippet] of text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)) {
      number++;
      const name = /^\/\/ (\S+\.ts)\b/.exec(snippet)?.[1] ?? `snippet-${number}.ts`;
      const file = join(program, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, snippet);
    }
    count += number;
  }
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      extends: join(root, "tsconfig.base.json"),
      compilerOptions: { composite: false, noEmit: true, noUnusedLocals: false },
      include: ["."],
    }),
  );
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const { status } = spawnSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], {
    stdio: "inherit",
  });
  console.log(
    `${count} snippets in ${pages.length} pages compiled${status === 0 ? "" : ", with the errors above"}.`,
  );
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}
