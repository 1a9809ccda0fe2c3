import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { text } from "node:stream/consumers";
import type { Invoked, InvokeRequest } from "./scenario.ts";

/** Sends a request with these headers and no others but `Host`, `Connection` and the length of the body. */
export async function send(
  url: string,
  { method = "GET", headers = {}, body }: InvokeRequest,
): Promise<Invoked> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = url.startsWith("https:") ? requestHttps : requestHttp;
    request(url, { method, headers }, resolve).on("error", reject).end(body);
  });
  const sent: Record<string, string> = {};
  for (let at = 0; at < answer.rawHeaders.length; at += 2) {
    const [name = "", value = ""] = answer.rawHeaders.slice(at, at + 2);
    sent[name] = name in sent ? `${sent[name]}, ${value}` : value;
  }
  return { status: answer.statusCode ?? 0, headers: sent, text: await text(answer) };
}
