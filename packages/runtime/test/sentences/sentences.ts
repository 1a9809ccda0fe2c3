import * as z from "zod";
import { api, body, bytes, get, path, post, problem, query, router, stream } from "../../src/index.ts";

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

// says: Type 'ZodString' is not assignable to type '"say where it comes from: path(...), query(...), header(...), cookie(...), body(...) or context(...)"'.
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

// says: Object literal may only specify known properties, but 'outputs' does not exist in type '{ readonly integration?: "proxy"; readonly auth?: Auth; readonly input?: {}; readonly output: Outputs; readonly errors?: {}; }'. Did you mean to write 'output'?
export const outputs = get("/orders", { outputs: Text });

const hello = get("/", { output: Text });
const greet = get("/greeting", { output: Text, errors: { MissingGreeter: 400 } });
const place = post("/orders", {
  output: { 201: { body: Text, headers: { location: z.string() } }, 202: Text, 204: null },
  errors: { Locked: problem(423, z.object({ by: z.string() })) },
});
const helloHandler = hello.handler(() => ({ message: "hello" }));
const greetHandler = greet.handler(() => ({ message: "hello" }));
const shop = api({ name: "shop", routes: { hello, greet } });

// says: Property 'greet' is missing in type '{ hello: Handler<"GET /">; }' but required in type '{ readonly hello: Handler<"GET /">; readonly greet: Handler<"GET /greeting">; }'.
export const missingHandler = router(shop, { hello: helloHandler });

// says: Type 'Handler<"GET /greeting">' is not assignable to type 'Handler<"GET /">'.
// says: Type 'Handler<"GET /">' is not assignable to type 'Handler<"GET /greeting">'.
export const swappedHandlers = router(shop, { hello: greetHandler, greet: helloHandler });

// says: Object literal may only specify known properties, and 'nope' does not exist in type '{ readonly hello: Handler<"GET /">; readonly greet: Handler<"GET /greeting">; }'.
export const extraHandler = router(shop, { hello: helloHandler, greet: greetHandler, nope: helloHandler });

// says: Type '{ mesage: string; }' is not assignable to type 'Promise<Reply<200> | { message: string; }> | Reply<200> | { message: string; }'.
export const wrongAnswer = greet.handler(() => ({ mesage: "hello" }));

// says: Property 'Nope' does not exist on type '{ readonly MissingGreeter: (detail: string) => never; }'.
export const undeclaredError = greet.handler(({ fail }) => fail.Nope("no"));

// says: Argument of type '200' is not assignable to parameter of type '201 | 202 | 204'.
export const undeclaredStatus = place.handler(({ reply }) => reply(200, { message: "hello" }));

// says: Expected 3 arguments, but got 2.
export const headersForgotten = place.handler(({ reply }) => reply(201, { message: "hello" }));

// says: Expected 2 arguments, but got 1.
export const detailsForgotten = place.handler(({ fail }) => fail.Locked("held"));
