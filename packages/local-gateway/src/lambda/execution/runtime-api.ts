import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type InvokeMessage, streamWindow, type ToRuntime } from "./messages.ts";
import { createInbox, type Inbox, killGroup, type StartRuntime } from "./runtime-process.ts";

/** The program that asks the Runtime API for invocations, such as Node.js with AWS's own runtime client. */
export interface RuntimeProgram {
  readonly file: string;
  readonly args: readonly string[];
}

/**
 * Starts a program as the runtime and serves it the Runtime API on a loopback port of its own, named by
 * `AWS_LAMBDA_RUNTIME_API` (D, "Using the Lambda runtime API for custom runtimes").
 */
export function startHttpRuntime({ file, args }: RuntimeProgram): StartRuntime {
  return async ({ directory, environment }) => {
    const api = createRuntimeApi();
    const port = await listen(api.server);
    const child = spawn(file, args, {
      cwd: directory,
      env: { ...environment, AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}` },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const inbox = createInbox(child);
    api.serve(child, inbox);
    child.on("close", () => {
      api.server.close();
      api.server.closeAllConnections();
    });
    return {
      child,
      // When it has started itself is not known.
      booted: Promise.resolve(),
      isOutputFirst: false,
      send: api.send,
      listen: inbox.listen,
      kill: () => killGroup(child),
    };
  };
}

function createRuntimeApi(): {
  readonly server: Server;
  serve(child: ChildProcess, inbox: Inbox): void;
  send(message: ToRuntime): void;
} {
  let ready = false;
  /** An invocation that nobody has asked for yet. */
  let waiting: InvokeMessage | undefined;
  /** The request for an invocation that there is none for yet. */
  let asking: ServerResponse | undefined;
  let current: InvokeMessage | undefined;
  let handedOverAt = 0;
  let unread = 0;
  let source: IncomingMessage | undefined;
  let to: { readonly child: ChildProcess; readonly inbox: Inbox } | undefined;

  const handOver = () => {
    if (waiting === undefined || asking === undefined) return;
    current = waiting;
    handedOverAt = performance.now();
    asking.writeHead(200, headersOf(current)).end(current.event);
    waiting = undefined;
    asking = undefined;
  };

  const answer = (requestId: string, failed: boolean, payload: string) => {
    current = undefined;
    to?.inbox.deliver({
      kind: "answer",
      requestId,
      failed,
      payload,
      milliseconds: performance.now() - handedOverAt,
      memoryUsed: peakMemory(to.child),
      last: false,
    });
  };

  const stream = async (request: IncomingMessage, requestId: string): Promise<void> => {
    const contentType = request.headers["content-type"] ?? "application/octet-stream";
    source = request;
    unread = 0;
    let started = false;
    request.on("data", (bytes: Buffer) => {
      if (!started) to?.inbox.deliver({ kind: "stream", requestId, contentType });
      started = true;
      unread += bytes.byteLength;
      to?.inbox.deliver({ kind: "chunk", requestId, data: bytes });
      if (unread >= streamWindow) request.pause();
    });
    await once(request, "end");
    source = undefined;
    if (!started) to?.inbox.deliver({ kind: "stream", requestId, contentType });
    const failed = request.trailers["lambda-runtime-function-error-type"] !== undefined;
    const body = request.trailers["lambda-runtime-function-error-body"] ?? "";
    answer(requestId, failed, Buffer.from(body, "base64").toString("utf8"));
  };

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? "";
    if (request.method === "GET" && path === "/2018-06-01/runtime/invocation/next") {
      asking = response;
      if (!ready) to?.inbox.deliver({ kind: "ready" });
      ready = true;
      handOver();
      return;
    }
    if (request.method === "POST" && path === "/2018-06-01/runtime/init/error") {
      to?.inbox.deliver({ kind: "init-failed", error: await textOf(request) });
      send(response, 202, { status: "OK" });
      return;
    }
    const [, requestId, what] =
      /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    if (request.method !== "POST" || requestId === undefined) {
      send(response, 404, {
        errorType: "NotFound",
        errorMessage: `${request.method} ${path} is not of the Runtime API`,
      });
      return;
    }
    if (requestId !== current?.requestId) {
      request.resume();
      send(response, 400, { errorType: "InvalidRequestID", errorMessage: "Invalid request ID" });
      return;
    }
    if (what === "response" && request.headers["lambda-runtime-function-response-mode"] === "streaming") {
      await stream(request, requestId);
    } else answer(requestId, what === "error", await textOf(request));
    send(response, 202, { status: "OK" });
  };

  return {
    server: createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, (request, response) => {
      respond(request, response).catch(() => response.destroy());
    }),
    serve: (child, inbox) => {
      to = { child, inbox };
    },
    send: (message) => {
      if (message.kind === "consumed") {
        unread -= message.bytes;
        if (unread < streamWindow) source?.resume();
        return;
      }
      waiting = message;
      handOver();
    },
  };
}

/** D, "Next invocation": the headers of an event. */
function headersOf(invocation: InvokeMessage): Record<string, string> {
  return {
    "Content-Type": "application/json",
    "Lambda-Runtime-Aws-Request-Id": invocation.requestId,
    "Lambda-Runtime-Deadline-Ms": String(invocation.deadline),
    "Lambda-Runtime-Invoked-Function-Arn": invocation.invokedFunctionArn,
    ...(invocation.traceId !== undefined && { "Lambda-Runtime-Trace-Id": invocation.traceId }),
    ...(invocation.clientContext !== undefined && {
      "Lambda-Runtime-Client-Context": invocation.clientContext,
    }),
  };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen({ host: "127.0.0.1", port: 0 }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}

/** Megabytes at most so far, where the operating system tells. */
function peakMemory({ pid }: ChildProcess): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return Math.ceil(Number(kilobytes ?? 0) / 1024);
  } catch {
    return 0;
  }
}
