import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const source = join(import.meta.dirname, "../src");

test("the first answer needs no SDK but API Gateway's, and no parser of YAML", () => {
  const program = `
    import { createRequire } from "node:module";
    import { startGateway } from ${JSON.stringify(join(source, "index.ts"))};
    const gateway = await startGateway();
    const answer = await fetch(gateway.url + "/restapis");
    await gateway.close();
    const loaded = Object.keys(createRequire(import.meta.url).cache);
    const packages = ["client-api-gateway", "client-lambda", "client-iam", "client-sts", "client-cloudwatch-logs", "yaml"];
    const found = packages.filter((name) => loaded.some((file) => file.split(/[\\\\/]/).includes(name)));
    console.log(JSON.stringify([answer.status, found]));
  `;
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });
  expect(JSON.parse(output)).toEqual([200, ["client-api-gateway"]]);
});

// Node searches what a module import names in everything that the package re-exports: see sdk.ts.
test("API Gateway's SDK is imported for its types only", () => {
  const importing = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .filter((file) =>
      /^import (?!type )[^;]*from "@aws-sdk\/client-api-gateway"/m.test(
        readFileSync(join(source, file), "utf8"),
      ),
    );
  expect(importing).toEqual([]);
});
