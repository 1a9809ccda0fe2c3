import type { Readable } from "node:stream";

/** HTTP as it is on the wire, before anything is decoded: what the server hands to the data plane and gets back. */

/** A header as it was sent: order, case and repetitions are kept. */
export type RawHeader = readonly [name: string, value: string];

export interface RawRequest {
  readonly method: string;
  /** The path after the stage, not decoded; starts with "/", or is empty when the URL ends with the stage. */
  readonly rawPath: string;
  /** The whole path of the request line, not decoded: what a SigV4 signature covers. */
  readonly urlPath: string;
  /** Without the "?"; empty when there is none. */
  readonly rawQuery: string;
  readonly headers: readonly RawHeader[];
  readonly body: Uint8Array;
  /** The caller's address. */
  readonly sourceIp: string;
  /** The `Host` header, port included. */
  readonly host: string;
  readonly restApiId: string;
  readonly stageName: string;
  /** The VPC endpoint that a private API was called through, where its host name says one. */
  readonly sourceVpce: string | undefined;
  /** Of a custom domain name: what stood before `rawPath`, such as `/v1`; undefined for the API's own host. */
  readonly basePath: string | undefined;
  /** Of a custom domain name: the base path of the mapping that took the request, such as `v1` or `(none)`. */
  readonly basePathMatched: string | undefined;
  /** What the server calls it, and API Gateway where the caller names it by no id of its own. */
  readonly requestId: string;
  /** What sends it: its header says so, or the caller of a test has one. */
  readonly userAgent: string | undefined;
}

export interface RawResponse {
  readonly status: number;
  readonly headers: readonly RawHeader[];
  readonly body: Uint8Array;
  /** What follows the body, sent as it comes; it is destroyed when the caller goes away. */
  readonly stream?: Readable | undefined;
}
