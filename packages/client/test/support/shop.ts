import type { ApiDescription } from "@gatewright/runtime/describe";

const text = { type: "string" } as const;

/** An API with one of everything that a client has to know. `shop.client.ts` is generated from it. */
export const shop: ApiDescription = {
  name: "shop",
  stage: "prod",
  endpointType: "REGIONAL",
  description: "Sells things.",
  routes: [
    {
      key: "hello",
      name: "GET /",
      method: "GET",
      path: "/",
      integration: "proxy",
      auth: "none",
      input: [],
      outputs: [{ status: 200, body: { type: "text", contentType: "text/plain" }, headers: {} }],
      errors: [],
    },
    {
      key: "greet",
      name: "GET /greeting",
      method: "GET",
      path: "/greeting",
      integration: "custom",
      auth: "none",
      input: [{ key: "greeter", kind: "query", name: "greeter", required: false, schema: text }],
      outputs: [
        {
          status: 200,
          body: {
            type: "json",
            schema: {
              type: "object",
              properties: { message: { type: "string", description: "Says hello." } },
              required: ["message"],
            },
          },
          headers: {},
        },
      ],
      errors: [{ code: "MissingGreeter", status: 400 }],
    },
    {
      key: "placeOrder",
      name: "POST /orders/{customer}",
      method: "POST",
      path: "/orders/{customer}",
      integration: "proxy",
      auth: "iam",
      input: [
        { key: "customer", kind: "path", name: "customer", required: true, schema: text },
        { key: "tags", kind: "query", name: "tag", required: false, schema: { type: "array", items: text } },
        { key: "trace", kind: "header", name: "x-trace", required: false, schema: text },
        { key: "session", kind: "cookie", name: "session", required: false, schema: text },
        {
          key: "order",
          kind: "body",
          name: "",
          required: true,
          schema: {
            type: "object",
            properties: { sku: text, count: { type: "integer" }, note: { type: ["string", "null"] } },
            required: ["sku", "count"],
          },
        },
        { key: "caller", kind: "context", name: "identity.userArn", required: false },
      ],
      outputs: [
        {
          status: 201,
          body: { type: "json", schema: { type: "object", properties: { id: text }, required: ["id"] } },
          headers: { location: text, "x-left": { type: "integer" } },
        },
        { status: 202, body: { type: "none" }, headers: {} },
      ],
      errors: [
        { code: "OutOfStock", status: 409 },
        {
          code: "Locked",
          status: 423,
          details: { type: "object", properties: { by: text }, required: ["by"] },
        },
      ],
    },
    {
      key: "tree",
      name: "GET /tree",
      method: "GET",
      path: "/tree",
      integration: "proxy",
      auth: "none",
      input: [],
      outputs: [
        {
          status: 200,
          body: {
            type: "json",
            schema: {
              $ref: "#/$defs/Node",
              $defs: {
                Node: {
                  type: "object",
                  properties: { name: text, children: { type: "array", items: { $ref: "#/$defs/Node" } } },
                  required: ["name", "children"],
                },
              },
            },
          },
          headers: {},
        },
      ],
      errors: [],
    },
    {
      key: "image",
      name: "GET /images/{proxy+}",
      method: "GET",
      path: "/images/{proxy+}",
      integration: "proxy",
      auth: "none",
      input: [{ key: "file", kind: "path", name: "proxy", required: true, schema: text }],
      outputs: [{ status: 200, body: { type: "bytes", contentType: "image/png" }, headers: {} }],
      errors: [],
    },
  ],
};
