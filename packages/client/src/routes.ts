import type { WriteBody } from "./body.ts";
import type { SignRequest } from "./request.ts";
import type { ReadStream } from "./stream.ts";

/** The routes of a generated client: an entry for each function of the client's interface. */
export type Routes<Client> = { readonly [Key in keyof Client]: RouteEntry };

/** What the core must know of a route to call it. */
export interface RouteEntry {
  /** Method and resource path: `POST /orders/{customer}`. */
  readonly route: string;
  /**
   * What proves who calls: `sigv4` for a route with `auth: "iam"`, `apiKey`, `token(header)`. As a value, so that the
   * client of a public API does not hold a signer; the same goes for all functions here.
   */
  readonly sign?: SignRequest;
  /** Where each member of the input goes, with its name there when it has another one. */
  readonly input?: Readonly<
    Record<string, InputPlace | WriteBody | readonly [place: Exclude<InputPlace, "body">, name: string]>
  >;
  /** The Accept header. API Gateway turns base64 into bytes only for a media type that the request accepts. */
  readonly accept?: string;
  /** The declared answers by status. One without headers is returned as its body, else as status, body, headers. */
  readonly output: Readonly<Record<number, BodyKind | DeclaredAnswer>>;
  /** Reads the body of an answer that is declared as a stream: `chunks`, or `events`. */
  readonly read?: ReadStream<unknown>;
  /** The codes of the declared errors. */
  readonly errors?: readonly string[];
}

export type InputPlace = "path" | "query" | "header" | "cookie" | "body";

export type BodyKind = "json" | "text" | "bytes" | "stream" | "none";

export interface DeclaredAnswer {
  readonly body: BodyKind;
  /** Header names in lower case, and what their text stands for. */
  readonly headers: Readonly<Record<string, HeaderKind>>;
}

export type HeaderKind = "string" | "number" | "boolean" | "list";
