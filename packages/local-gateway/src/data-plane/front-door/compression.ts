import { promisify } from "node:util";
import { deflate, gunzipSync, gzip, inflateSync } from "node:zlib";
import type { RawResponse } from "../../raw-http.ts";
import { type Headers, lastValue } from "../mapping/headers.ts";
import { Refusal } from "../refusal.ts";

/** The supported content codings (D, "Enable payload compression for an API"), besides `identity`. */
const compressors = { gzip: promisify(gzip), deflate: promisify(deflate) };

export interface CompressionInput {
  readonly response: RawResponse;
  /** The header of that name, where the caller sends one. */
  readonly acceptEncoding: string | undefined;
  /** Bytes. */
  readonly minimumSize: number;
}

/**
 * The response compressed, where the API compresses answers of its size, the caller names a coding that API Gateway
 * has, and the answer has none of its own (D, "Receive an API response with a compressed payload").
 */
export async function compressed({
  response,
  acceptEncoding,
  minimumSize,
}: CompressionInput): Promise<RawResponse> {
  const { headers, body, stream } = response;
  const coding = codingFor(acceptEncoding);
  const isCoded = lastValue(headers, "content-encoding") !== undefined;
  const isPacked = body.byteLength >= minimumSize && body.byteLength > 0;
  if (coding === undefined || isCoded || stream !== undefined || !isPacked) return response;
  return {
    ...response,
    headers: [...headers, ["Content-Encoding", coding]],
    body: await compressors[coding](body),
  };
}

type Coding = keyof typeof compressors;

/**
 * "The highest-priority content encoding must be one supported by API Gateway. If it is not, compression is not
 * applied" (D, the same page): the first supported one of those that share the highest weight.
 */
function codingFor(acceptEncoding = ""): Coding | undefined {
  const accepted = acceptEncoding.split(",").map((part) => {
    const [name = "", ...parameters] = part.split(";").map((piece) => piece.trim().toLowerCase());
    const weight = Number(parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? 1);
    return { name, weight };
  });
  const highest = Math.max(...accepted.map(({ weight }) => weight));
  if (!(highest > 0)) return undefined;
  const preferred = accepted.filter(({ weight }) => weight === highest).map(({ name }) => name);
  const supported = preferred.find((name) => name === "identity" || isCoding(name));
  return supported !== undefined && isCoding(supported) ? supported : undefined;
}

function isCoding(name: string): name is Coding {
  return Object.hasOwn(compressors, name);
}

/**
 * A request's body without its `Content-Encoding` (D, "Call an API method with a compressed payload").
 *
 * @param maximumBytes how large the body may be once it is unpacked
 * @throws Refusal `unsupported-media-type` for another coding, or a body that is not in it
 */
export function decompressed(body: Uint8Array, headers: Headers, maximumBytes: number): Uint8Array {
  const coding = lastValue(headers, "content-encoding")?.trim().toLowerCase() ?? "identity";
  if (body.byteLength === 0 || coding === "identity" || coding === "") return body;
  const unpack = { gzip: gunzipSync, deflate: inflateSync }[coding];
  if (unpack === undefined) {
    throw new Refusal(
      "unsupported-media-type",
      `the Content-Encoding is ${coding}; there are gzip, deflate and identity`,
    );
  }
  try {
    return unpack(body, { maxOutputLength: maximumBytes });
  } catch (cause) {
    if (cause instanceof RangeError) {
      throw new Refusal("request-too-large", `the body unpacks to more than ${maximumBytes} bytes`, {
        cause,
      });
    }
    throw new Refusal("unsupported-media-type", `the body is not ${coding}, as Content-Encoding says`, {
      cause,
    });
  }
}
