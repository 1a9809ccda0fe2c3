import { expect, test } from "vitest";
import { withDeployed } from "./gateway.ts";
import { json, shown } from "./show.ts";

const requestId = "8b53aa55-688f-486f-8e8d-1e6ef6a1ed5b";

/** The gateway's own page, without what differs from run to run. */
async function page(gateway: string, path: string) {
  const text = await (await fetch(`${gateway}/_gatewright${path}`)).text();
  return JSON.parse(text, (name, value: unknown) => {
    if (name === "requestId") return requestId;
    if (name === "id") return "JKJaXmPLvHcESHA=";
    if (name === "api") return "a1b2c3d4e5";
    if (name === "at") return "2026-01-01T12:00:00.000Z";
    return name === "milliseconds" ? 1 : value;
  });
}

test("local-gateway.md: a request leaves a line and a record", () => {
  const lines: string[] = [];
  const use = async (url = "") => {
    const { origin } = new URL(url);
    expect((await fetch(`${url}/greetings`)).status).toBe(403);
    const line = (lines.at(-1) ?? "").replace(/ \d+ ms/, " 1 ms").replace(/[0-9a-f-]{36}/, requestId);
    await shown("local-gateway", "line.txt", line);
    await shown("local-gateway", "requests.json", json(await page(origin, "/requests?status=4xx&limit=1")));

    const greeted = await fetch(`${url}/greeting?greeter=me`);
    const record = await page(origin, `/requests/${greeted.headers.get("x-amzn-requestid")}`);
    const box = record.boxes.find((one: { box: string }) => one.box === "integration-request");
    const { function: _function, overrides: _overrides, ...rest } = box;
    await shown("local-gateway", "integration-request.json", json(rest));
  };
  return withDeployed("readme", use, (line) => lines.push(line));
});
