import * as z from "zod";
import {
  api,
  binary,
  body,
  bytes,
  context,
  form,
  get,
  lambdaAuthorizer,
  path,
  post,
  problem,
  query,
  router,
  stream,
} from "../../src/index.ts";

const Text = z.object({ message: z.string() });

// says: Type 'Source<"path", "", string, string>' is not assignable to type '"/orders/{customer} has no {customr}"'.
export const unknownPathParameter = get("/orders/{customer}", {
  input: { customr: path(z.string()) },
  output: Text,
});

// says: Type 'Source<"query", "", string, string>' is not assignable to type '"another input is already called tag"'.
// says: Type 'Source<"query", "tag", string, string>' is not assignable to type '"another input is already called tag"'.
export const twoSourcesOfOneName = get("/orders", {
  input: { tag: query(z.string()), other: query("tag", z.string()) },
  output: Text,
});

// says: Type 'Source<"body", "", { message: string; }, { message: string; }>' is not assignable to type '"a GET request has no body"'.
export const bodyOnGet = get("/orders", { input: { order: body(Text) }, output: Text });

// says: Type 'Source<"body", "", { message: string; }, { message: string; }>' is not assignable to type '"a request has one body: put both into one schema"'.
// says: Type 'Source<"body", "", { message: string; }, { message: string; }>' is not assignable to type '"a request has one body: put both into one schema"'.
export const twoBodies = post("/orders", { input: { one: body(Text), two: body(Text) }, output: Text });

// says: Type 'ZodString' is not assignable to type '"say where it comes from: path(...), query(...), header(...), cookie(...), body(...), form(...), binary(...), context(...) or stageVariable(...)"'.
export const noSource = get("/orders", { input: { q: z.string() }, output: Text });

// says: Type 'Stream' is not assignable to type '"a custom integration cannot stream: use the proxy integration"'.
export const customStream = get("/orders", { integration: "custom", output: stream("text/event-stream") });

// says: Type 'Bytes' is not assignable to type '"a custom integration answers JSON only: use the proxy integration"'.
export const customBytes = get("/orders", { integration: "custom", output: bytes("image/png") });

// says: Type 'Stream' is not assignable to type '"a custom integration cannot stream: use the proxy integration"'.
export const customStreamOfOneStatus = get("/orders", {
  integration: "custom",
  output: { 200: Text, 202: stream("text/event-stream") },
});

// says: Type 'Source<"query", "tag", string[], string[]>' is not assignable to type '"a custom integration sees only the last tag: use the proxy integration"'.
export const customList = get("/orders", {
  integration: "custom",
  input: { tags: query("tag", z.array(z.string())) },
  output: Text,
});

// says: Type 'Source<"body", "", { message: string; } | undefined, { message: string; } | undefined>' is not assignable to type '"in a custom integration a missing body reads as {}: make the body required"'.
export const customOptionalBody = post("/orders", {
  integration: "custom",
  input: { order: body(Text.optional()) },
  output: Text,
});

// says: Type 'number' is not assignable to type '"InvalidInput is a code of the runtime itself: choose another"'.
export const reservedCode = get("/orders", { output: Text, errors: { InvalidInput: 422 } });

// says: Object literal may only specify known properties, but 'outputs' does not exist in type '{ readonly integration?: "proxy"; readonly auth?: undefined; readonly input?: {}; readonly output: Outputs; readonly errors?: {}; }'. Did you mean to write 'output'?
export const outputs = get("/orders", { outputs: Text });

// says: Type 'Source<"query", "", string, string>' is not assignable to type '"another input is already called id"'.
export const nameOfThePath = get("/orders/{id}", { input: { id: query(z.string()) }, output: Text });

// says: Type 'Source<"body", "", { message: string; }, { message: string; }>' is not assignable to type '"a request has one body: put both into one schema"'.
// says: Type 'Source<"form", "", { message: string; }, { message: string; }>' is not assignable to type '"a request has one body: put both into one schema"'.
export const bodyAndForm = post("/orders", { input: { one: body(Text), two: form(Text) }, output: Text });

// says: Type 'Source<"binary", "", Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike>>' is not assignable to type '"a custom integration gets no bytes: use the proxy integration"'.
export const customBinary = post("/pictures", {
  integration: "custom",
  input: { picture: binary("image/png") },
  output: Text,
});

// says: Type 'Source<"context", "authorizer.user", undefined, string | undefined>' is not assignable to type '"this route has no authorizer: name one in auth"'.
export const noAuthorizer = get("/orders", {
  auth: "iam",
  input: { user: context("authorizer.user") },
  output: Text,
});

// says: Type 'Source<"context", "authorizer.usr", undefined, string | undefined>' is not assignable to type '"the authorizer does not say usr: declare it in its context"'.
export const unknownAuthorizerValue = get("/orders", {
  auth: lambdaAuthorizer({ name: "sessions", type: "token", context: { user: "string" } }),
  input: { user: context("authorizer.usr") },
  output: Text,
});

// says: Type 'ZodString' is not assignable to type '"API Gateway does not pass on the response header date: leave it out"'.
export const lostHeader = get("/orders", { output: { 200: { body: Text, headers: { Date: z.string() } } } });

// says: Type 'ZodString' is not assignable to type '"a custom integration renames the response header www-authenticate: use the proxy integration"'.
export const customLostHeader = get("/orders", {
  integration: "custom",
  output: { 200: { body: Text, headers: { "www-authenticate": z.string() } } },
});

// says: Type 'ZodArray<ZodString>' is not assignable to type '"a custom integration sets one cookie at most: use the proxy integration"'.
export const customCookies = get("/orders", {
  integration: "custom",
  output: { 200: { body: Text, headers: { "set-cookie": z.array(z.string()) } } },
});

const hello = get("/", { output: Text });
const greet = get("/greeting", { output: Text, errors: { MissingGreeter: 400 } });
const place = post("/orders", {
  output: { 201: { body: Text, headers: { location: z.string() } }, 202: Text, 204: null },
  errors: { Locked: problem(423, z.object({ by: z.string() })) },
});
const helloHandler = hello.handler(() => ({ message: "hello" }));
const greetHandler = greet.handler(() => ({ message: "hello" }));
const shop = api({ name: "shop", routes: { hello, greet } });

// says (5.9, 6): Argument of type '{ hello: Handler<"GET /">; }' is not assignable to parameter of type '{ readonly hello: Handler<"GET /">; readonly greet: Handler<"GET /greeting">; }'.
// says (7): Property 'greet' is missing in type '{ hello: Handler<"GET /">; }' but required in type '{ readonly hello: Handler<"GET /">; readonly greet: Handler<"GET /greeting">; }'.
export const missingHandler = router(shop, { hello: helloHandler });

// says: Type 'Handler<"GET /greeting">' is not assignable to type 'Handler<"GET /">'.
// says: Type 'Handler<"GET /">' is not assignable to type 'Handler<"GET /greeting">'.
export const swappedHandlers = router(shop, { hello: greetHandler, greet: helloHandler });

// says: Object literal may only specify known properties, and 'nope' does not exist in type '{ readonly hello: Handler<"GET /">; readonly greet: Handler<"GET /greeting">; }'.
export const extraHandler = router(shop, { hello: helloHandler, greet: greetHandler, nope: helloHandler });

// says (5.9, 6): Type '{ mesage: string; }' is not assignable to type '{ message: string; } | Reply<200> | Promise<{ message: string; } | Reply<200>>'.
// says (7): Type '{ mesage: string; }' is not assignable to type 'Promise<Reply<200> | { message: string; }> | Reply<200> | { message: string; }'.
export const wrongAnswer = greet.handler(() => ({ mesage: "hello" }));

// says: Property 'Nope' does not exist on type '{ readonly MissingGreeter: (detail: string) => never; }'.
export const undeclaredError = greet.handler(({ fail }) => fail.Nope("no"));

// says (5.9, 6): Argument of type '200' is not assignable to parameter of type '204 | 202 | 201'.
// says (7): Argument of type '200' is not assignable to parameter of type '201 | 202 | 204'.
export const undeclaredStatus = place.handler(({ reply }) => reply(200, { message: "hello" }));

// says: Expected 3 arguments, but got 2.
export const headersForgotten = place.handler(({ reply }) => reply(201, { message: "hello" }));

// says: Expected 2 arguments, but got 1.
export const detailsForgotten = place.handler(({ fail }) => fail.Locked("held"));
