import { expect, test } from "vitest";
import * as z from "zod";
import { context, get, join, path } from "../src/index.ts";
import { event, invoke, invokeEvent } from "../src/testing.ts";
import { proxyCallers, served } from "./shapes.ts";

const who = get("/who/{id}", {
  auth: "iam",
  input: {
    id: path(z.string()),
    sourceIp: context("identity.sourceIp"),
    userAgent: context("identity.userAgent"),
    method: context("httpMethod"),
    arn: context("identity.userArn"),
  },
  output: z.record(z.string(), z.unknown()),
});
const handler = join(who.handler(({ input }) => ({ ...input })));

test.each(proxyCallers)("$caller: what is known of the caller has one name", async ({ shape }) => {
  const { body } = await invoke(who, served(handler, shape), { id: "1" }, { shape });
  expect(body).toMatchObject({ sourceIp: "127.0.0.1", userAgent: "test", method: "GET" });
});

test("the IAM caller of an HTTP API is where that of a REST API is", async () => {
  const sent = event(who, { id: "1" }, { shape: "http" }) as { requestContext: object };
  const authorizer = { iam: { userArn: "arn:aws:iam::1:user/me", userId: "AIDA" } };
  const answer = await invokeEvent(handler, {
    ...sent,
    requestContext: { ...sent.requestContext, authorizer },
  });
  expect(answer.body).toMatchObject({ arn: "arn:aws:iam::1:user/me" });
});

test("the stage of an HTTP API is no part of the path", async () => {
  const http = { method: "GET", path: "/prod/who/7" };
  const sent = {
    version: "2.0",
    routeKey: "$default",
    rawPath: "/prod/who/7",
    requestContext: { http, stage: "prod" },
  };
  expect((await invokeEvent(handler, sent)).body).toMatchObject({ id: "7" });
});

test("of the addresses that a load balancer passes on, the one that it has seen itself is the caller's", async () => {
  const sent = event(who, { id: "1" }, { shape: "alb" }) as { headers: object };
  const forged = { ...sent, headers: { ...sent.headers, "x-forwarded-for": "6.6.6.6, 1.2.3.4" } };
  expect((await invokeEvent(handler, forged)).body).toMatchObject({ sourceIp: "1.2.3.4" });
});

test.each(["100%", "%2F", "a%2Fb?c#d", "ü ø", "%"])(
  "the path parameter %j, which HTTP APIs send decoded and others do not, is decoded once",
  async (id) => {
    const route = get("/things/{id}", { output: z.string() });
    const joined = join(route.handler(({ input }) => input.id));
    for (const { shape } of proxyCallers)
      expect((await invoke(route, served(joined, shape), { id }, { shape })).body).toBe(id);
  },
);

test("the path of an HTTP API whose route is $default is not decoded again", async () => {
  const http = { method: "GET", path: "/who/50%25" };
  const requestContext = { http, domainName: "x.execute-api.us-east-1.amazonaws.com" };
  const sent = { version: "2.0", routeKey: "$default", rawPath: "/who/50%25", requestContext };
  expect((await invokeEvent(handler, sent)).body).toMatchObject({ id: "50%25" });
});
