import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { json, shown } from "./show.ts";

const folder = join(import.meta.dirname, "..", "examples", "openapi", "scripts");

const run = async (script: string) => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, script)]);
  return JSON.parse(stdout);
};

test("for people", async () => {
  const document = await run("openapi.ts");
  expect(document).toMatchObject({ openapi: "3.1.0", info: { title: "shop", version: "1.2.0" } });
  await shown("openapi", "get-order.json", json(document.paths["/orders/{id}"]));
  await shown("openapi", "problem.json", json(document.components.schemas.Problem));
  expect(document.components.schemas.Order).toMatchObject({ type: "object", required: ["sku", "count"] });
});

test("for API Gateway's import", async () => {
  const document = await run("openapi-aws.ts");
  expect(document.openapi).toBe("3.0.1");
  const { post } = document.paths["/orders"];
  await shown(
    "openapi",
    "aws.json",
    json({
      security: post.security,
      "x-amazon-apigateway-integration": post["x-amazon-apigateway-integration"],
      securitySchemes: document.components.securitySchemes,
    }),
  );
});
