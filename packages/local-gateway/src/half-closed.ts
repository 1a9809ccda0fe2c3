import type { Server, ServerResponse } from "node:http";

/**
 * Answers callers that end their side of the connection once they have sent their request, and go on reading (`nc -N`,
 * `socat`, load balancers' probes). RFC 9112, 9.6: a half-closed connection is still to be answered; Node's server ends
 * its own side as well, unless this property says otherwise, which its documentation leaves out.
 */
export function answerHalfClosed(server: Server): void {
  Reflect.set(server, "httpAllowHalfOpen", true);
}

/**
 * Lets go of an answer that is streamed when its caller ends the connection in the middle. One that only half-closes
 * it looks like one that has left, and a stream may be silent for minutes before a write would tell.
 */
export function endWithCaller(response: ServerResponse): void {
  const { socket } = response;
  if (socket === null || socket.readableEnded) return;
  const leave = () => response.destroy();
  socket.once("end", leave);
  response.once("close", () => socket.off("end", leave));
}
