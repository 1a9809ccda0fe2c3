import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** Minified for a browser; each bound is what the core has now, so that growth is a decision. */
test.each([
  ["a client of public routes", "createClient", 4770],
  ["a client that signs", "createClient, sigv4", 7284],
  ["a client with tokens", "createClient, token", 5108],
  ["a client with API keys", "createClient, apiKey", 5059],
  ["a client that retries", "createClient, retrying", 5474],
  ["a client of streams", "createClient, chunks", 4972],
  ["a client of server-sent events", "createClient, events", 5402],
  ["a client of forms", "createClient, form", 4990],
  ["a client that sends bytes", "createClient, binary", 4925],
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
