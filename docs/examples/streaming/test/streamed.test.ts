import { event, lambdaContext } from "@gatewright/runtime/testing";
import { expect, test, vi } from "vitest";
import { awslambda, LambdaStream } from "./lambda-stream.ts";

type Streaming = (event: unknown, stream: LambdaStream, context: unknown) => Promise<void>;

test("on Lambda the pieces are sent one by one", async () => {
  vi.stubEnv("GATEWRIGHT_STREAM", "1");
  vi.stubGlobal("awslambda", awslambda);
  // A handler looks for Lambda when it is made.
  const { handler, ticks } = await import("../src/ticks.ts");
  const sent = new LambdaStream();
  await (handler as unknown as Streaming)(event(ticks, {}), sent, lambdaContext());
  expect(sent).toMatchObject({
    pieces: ["data: 3\n\n", "data: 2\n\n", "data: 1\n\n"],
    metadata: { statusCode: 200, headers: { "Content-Type": "text/event-stream" } },
    ended: true,
  });
});
