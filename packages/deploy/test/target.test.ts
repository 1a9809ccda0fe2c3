import { mkdtemp } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startGateway } from "@gatewright/local-gateway";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { closeTarget, createTarget } from "../src/index.ts";
import { invokeUrl } from "../src/target.ts";
import { scope } from "./states.ts";

describe("a target on AWS", () => {
  const environment = process.env;
  beforeEach(async () => {
    // A machine without any credentials: no variables, no files, no instance metadata.
    const nowhere = await mkdtemp(join(tmpdir(), "gatewright-home-"));
    process.env = {
      PATH: environment["PATH"],
      HOME: nowhere,
      AWS_SHARED_CREDENTIALS_FILE: join(nowhere, "credentials"),
      AWS_CONFIG_FILE: join(nowhere, "config"),
      AWS_EC2_METADATA_DISABLED: "true",
    };
  });
  afterEach(() => {
    process.env = environment;
  });

  test("needs credentials, and says how to get them", async () => {
    await expect(createTarget({ region: "us-west-2" })).rejects.toMatchObject({
      code: "NoCredentials",
      message: expect.stringMatching(/^There are no AWS credentials\. Set AWS_PROFILE or /),
    });
  });

  test("needs a Region, and says where to set it", async () => {
    const credentials = { accessKeyId: "a", secretAccessKey: "b" };
    await expect(createTarget({ credentials })).rejects.toMatchObject({ code: "NoRegion" });
  });
});

test("a local gateway that is not there is named", async () => {
  const endpoint = `http://127.0.0.1:${await freePort()}`;
  await expect(createTarget({ endpoint })).rejects.toMatchObject({
    code: "CallFailed",
    message: expect.stringContaining(`The local gateway at ${endpoint} does not answer`),
  });
});

test("a local gateway that does not know the credentials says so", async () => {
  const gateway = await startGateway({ port: 0 });
  const credentials = { accessKeyId: "nobody", secretAccessKey: "knows" };
  const refused = createTarget({ endpoint: gateway.url, credentials });
  await expect(refused).rejects.toMatchObject({
    code: "InvalidCredentials",
    message: expect.stringMatching(
      /does not accept the credentials .* Use those that it was started with\.$/,
    ),
  });
  await gateway.close();
});

describe("the address of a stage", () => {
  const target = { clients: {} as never, region: "us-west-2", accountId: "1", partition: "aws" };

  test.each([
    [target, "https://abc.execute-api.us-west-2.amazonaws.com/prod"],
    [{ ...target, partition: "aws-cn" }, "https://abc.execute-api.us-west-2.amazonaws.com.cn/prod"],
    [
      { ...target, endpoint: "http://127.0.0.1:4566" },
      "http://127.0.0.1:4566/restapis/abc/prod/_user_request_",
    ],
  ])("%#", (where, url) => {
    expect(invokeUrl(where, scope, "abc")).toBe(url);
  });
});

test("a target can be closed", () => {
  const client = { destroyed: 0, destroy: () => (client.destroyed += 1) };
  closeTarget({ clients: { only: client } as never, region: "", accountId: "", partition: "" });
  expect(client.destroyed).toBe(1);
});

/** A port on which nobody listens: one that was free just now. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
