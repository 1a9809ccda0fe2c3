import { get, query } from "@gatewright/runtime";
import { event, invoke, lambdaContext } from "@gatewright/runtime/testing";
import { expect, test } from "vitest";
import * as z from "zod";
import { handler } from "../examples/custom-integrations/src/functions/greet.ts";
import { greet } from "../examples/custom-integrations/src/routes/greeting.ts";
import { mistakesOf } from "./compile.ts";
import { withDeployed } from "./gateway.ts";
import { json, shown } from "./show.ts";

const page = "custom-integrations";

test("the handler gets the template's event and returns the body itself", async () => {
  await shown(page, "event.json", json(event(greet, { greeter: "me" })));
  await shown(page, "result.json", json(await handler(event(greet, { greeter: "me" }), lambdaContext())));
  const error = await handler(event(greet, {}), lambdaContext()).then(
    () => expect.unreachable(),
    (reason) => reason,
  );
  await shown(page, "error.txt", error.message);
});

test("the same handler serves a proxy integration", async () => {
  const proxied = get("/greeting", {
    input: { greeter: query(z.string().optional()) },
    output: z.object({ message: z.string() }),
    errors: { MissingGreeter: 400 },
  });
  const same = proxied.handler(({ input, fail }) => {
    if (input.greeter === undefined) throw fail.MissingGreeter("Who is it?");
    return { message: `Hello, ${input.greeter || "World"}!` };
  });
  for (const input of [{ greeter: "me" }, { greeter: "" }, {}]) {
    const [custom, proxy] = [await invoke(greet, handler, input), await invoke(proxied, same, input)];
    expect([proxy.status, proxy.body]).toEqual([custom.status, custom.body]);
  }
});

test("deployed, it answers with the declared statuses, headers and errors", () =>
  withDeployed(page, async (url) => {
    const greeted = await fetch(`${url}/greeting?greeter=me`);
    expect([greeted.status, await greeted.json()]).toEqual([200, { message: "Hello, me!" }]);
    const nobody = await fetch(`${url}/greeting`);
    expect([nobody.status, nobody.headers.get("content-type")]).toEqual([400, "application/problem+json"]);
    expect(await nobody.json()).toMatchObject({ code: "MissingGreeter", detail: "Who is it?" });
    const order = async (sku: string) => {
      const headers = { "content-type": "application/json" };
      const sent = await fetch(`${url}/orders`, { method: "POST", headers, body: JSON.stringify({ sku }) });
      return [sent.status, sent.headers.get("location"), await sent.json()];
    };
    expect(await order("a")).toEqual([201, "/orders/1", { id: "1" }]);
    expect(await order("later")).toEqual([202, null, { ticket: 7 }]);
    expect(await order("none")).toMatchObject([409, null, { code: "OutOfStock" }]);
    const text = await fetch(`${url}/orders`, { method: "POST", body: "sku=a" });
    expect(text.status).toBe(415);
  }));

test("what a custom integration cannot do, the compiler says", async () => {
  await shown(page, "mistakes.txt", await mistakesOf(page));
});
