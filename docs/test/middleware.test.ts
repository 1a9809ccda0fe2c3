import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json as readJson } from "node:stream/consumers";
import { join } from "@gatewright/runtime";
import { event, invoke, lambdaContext } from "@gatewright/runtime/testing";
import { expect, test } from "vitest";
import { handler as withCors } from "../examples/middleware/src/cors.ts";
import { handler as idempotent } from "../examples/middleware/src/idempotent.ts";
import { idempotent as idempotentFunction } from "../examples/middleware/src/idempotent-function.ts";
import { inOrder } from "../examples/middleware/src/order.ts";
import { timed } from "../examples/middleware/src/own.ts";
import { banner, placeOrder } from "../examples/middleware/src/routes/orders.ts";
import { placed } from "../examples/middleware/src/store.ts";
import { inProcess } from "./lambda.ts";
import { http, json, shown } from "./show.ts";

const order = (sku = "teapot", key = "k1") => ({ key, order: { sku } });
const lines = (printed: string): Record<string, unknown>[] =>
  printed
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

test("@middy/http-cors adds its headers to an answer", async () => {
  const made = event(banner, {}) as object;
  const headers = { Origin: "https://shop.example" };
  expect(await withCors({ ...made, headers }, lambdaContext())).toMatchObject({
    statusCode: 200,
    headers: {
      "Access-Control-Allow-Origin": "https://shop.example",
      "Access-Control-Allow-Credentials": "true",
    },
  });
});

test("@middy/http-cors does so for HTTP APIs and function URLs, too", async () => {
  for (const shape of ["http", "url"] as const) {
    const made = event(banner, {}, { shape }) as object;
    const sent = { ...made, headers: { origin: "https://shop.example" } };
    expect(await join(withCors)(sent, lambdaContext())).toMatchObject({
      statusCode: 200,
      headers: { "Access-Control-Allow-Origin": "https://shop.example" },
    });
  }
});

test("a middleware of one's own sees the event and the answer", async () => {
  let clock = 0;
  const answer = await invoke(
    banner,
    timed(() => {
      clock += 5;
      return clock;
    }),
    {},
  );
  await shown("middleware", "timing.http", http(answer));
});

test("middlewares run from the first to the last, and back", async () => {
  const log: string[] = [];
  await invoke(banner, inOrder(log), {});
  await shown("middleware", "order.txt", log.join("\n"));
});

test("Powertools' logger says which call it was", async () => {
  const { printed } = await inProcess("middleware/src/logged.ts", event(placeOrder, order()));
  const [entry = {}] = lines(printed);
  expect(entry["timestamp"]).toBeTypeOf("string");
  await shown("middleware", "logged.json", json({ ...entry, timestamp: "2026-11-21T12:00:00.000Z" }));
});

test("any logger will do", async () => {
  const { printed } = await inProcess("middleware/src/own-logger.ts", event(banner, {}));
  await shown("middleware", "own-logger.json", json(lines(printed)[0]));
});

test("Powertools' metrics are published when the handler has answered, and when it has failed", async () => {
  const { printed, answer } = await inProcess("middleware/src/measured.ts", event(placeOrder, order()));
  expect(answer).toMatchObject({ statusCode: 201 });
  const [metrics = {}] = lines(printed);
  expect(metrics).toMatchObject({ service: "orders", ordersPlaced: 1 });
  const { Timestamp, ...shownOf } = metrics["_aws"] as Record<string, unknown>;
  expect(Timestamp).toBeTypeOf("number");
  const { _aws, ...members } = metrics;
  await shown(
    "middleware",
    "metrics.json",
    json({ _aws: { Timestamp: 1795262400000, ...shownOf }, ...members }),
  );
  const failed = await inProcess("middleware/src/measured.ts", event(placeOrder, order("none")));
  expect(failed.answer).toMatchObject({ statusCode: 409 });
  expect(lines(failed.printed)).toMatchObject([{ ordersRefused: 1 }]);
});

test("Powertools' tracer sends a segment of the handler to the X-Ray daemon", async () => {
  const daemon = createSocket("udp4");
  daemon.bind(0, "127.0.0.1");
  await once(daemon, "listening");
  const documents: Record<string, unknown>[] = [];
  daemon.on("message", (message) => {
    const [, document = ""] = message.toString().split("\n");
    documents.push(JSON.parse(document));
  });
  try {
    const lambda = {
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
      LAMBDA_TASK_ROOT: "/var/task",
      _HANDLER: "index.handler",
      _X_AMZN_TRACE_ID: "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
      AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
    };
    const { answer } = await inProcess("middleware/src/traced.ts", event(banner, {}), lambda);
    expect(answer).toMatchObject({ statusCode: 200 });
    await expect.poll(() => documents.length).toBeGreaterThan(0);
    expect(documents[0]).toMatchObject({
      name: "## index.handler",
      annotations: { ColdStart: true, Service: "orders", audience: "everybody" },
    });
  } finally {
    daemon.close();
  }
});

test("outside of Lambda the tracer does nothing", async () => {
  expect((await inProcess("middleware/src/traced.ts", event(banner, {}))).answer).toMatchObject({
    statusCode: 200,
  });
});

test("a second call with the same key is answered without the handler, an error is not kept", async () => {
  const first = await invoke(placeOrder, idempotent, order());
  const second = await invoke(placeOrder, idempotent, order());
  expect(first).toMatchObject({ status: 201, body: { id: "order-1" } });
  expect(second).toEqual(first);
  expect(placed).toEqual(["teapot"]);
  expect(await invoke(placeOrder, idempotent, order("none", "k2"))).toMatchObject({ status: 409 });
  expect(await invoke(placeOrder, idempotent, order("teapot", "k2"))).toMatchObject({
    body: { id: "order-2" },
  });
});

test("a call that is still running is a conflict for the next", async () => {
  const runs: (() => void)[] = [];
  const handler = idempotentFunction(
    () =>
      new Promise((resolve) => {
        runs.push(() => resolve("order-1"));
      }),
  );
  const running = invoke(placeOrder, handler, order());
  await expect.poll(() => runs.length).toBe(1);
  for (let attempt = 0; attempt < 2; attempt++)
    expect(await invoke(placeOrder, handler, order())).toMatchObject({
      status: 409,
      body: { code: "Conflict", detail: "This order is being placed." },
    });
  runs[0]?.();
  expect(await running).toMatchObject({ status: 201, body: { id: "order-1" } });
  expect(await invoke(placeOrder, handler, order())).toMatchObject({ body: { id: "order-1" } });
  expect(runs).toHaveLength(1);
});

test("parameters come from Systems Manager, once a minute", async () => {
  const asked: unknown[] = [];
  const server = createServer(async (request, response) => {
    asked.push([request.headers["x-amz-target"], await readJson(request)]);
    response.setHeader("Content-Type", "application/x-amz-json-1.1");
    response.end(
      JSON.stringify({ Parameter: { Name: "/shop/banner", Type: "String", Value: "Tea is on us." } }),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    const env = {
      AWS_ENDPOINT_URL_SSM: `http://127.0.0.1:${port}`,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
    const { answer } = await inProcess("middleware/src/parameters.ts", event(banner, {}), env);
    expect(answer).toMatchObject({ statusCode: 200, body: '{"text":"Tea is on us."}' });
    expect(asked).toEqual([["AmazonSSM.GetParameter", { Name: "/shop/banner", WithDecryption: false }]]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
