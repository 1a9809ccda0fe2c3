import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** Minified for a browser; each bound is what the core has now, so that growth is a decision. */
test.each([
  ["a client of public routes", "createClient", 4868],
  ["a client that signs", "createClient, sigv4", 7672],
  ["a client with tokens", "createClient, token", 5263],
  ["a client with API keys", "createClient, apiKey", 5219],
  ["a client that retries", "createClient, retrying", 5572],
  ["a client of streams", "createClient, chunks", 5070],
  ["a client of server-sent events", "createClient, events", 5500],
  ["a client of forms", "createClient, form", 5088],
  ["a client that sends bytes", "createClient, binary", 5023],
])("%s ships at most its bytes of the core", async (_, names, bound) => {
  const { build } = await import("esbuild");
  const entry = fileURLToPath(new URL("../dist/index.js", import.meta.url));
  const result = await build({
    stdin: { contents: `export { ${names} } from ${JSON.stringify(entry)};`, resolveDir: "." },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2024",
  });
  expect(result.outputFiles[0]?.contents.length).toBeLessThanOrEqual(bound);
});
