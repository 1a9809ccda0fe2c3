import type { SignRequest } from "./sign.ts";

/** The routes of a generated client: an entry for each function of the client's interface. */
export type Routes<Client> = { readonly [Key in keyof Client]: RouteEntry };

/** What the core must know of a route to call it. */
export interface RouteEntry {
  /** Method and resource path: `POST /orders/{customer}`. */
  readonly route: string;
  /** `sigv4` for a route with `auth: "iam"`. As a value, so that the client of a public API does not hold a signer. */
  readonly sign?: SignRequest;
  /** Where each member of the input goes, with its name there when it has another one. */
  readonly input?: Readonly<Record<string, InputPlace | readonly [place: InputPlace, name: string]>>;
  /** The Accept header. API Gateway turns base64 into bytes only for a media type that the request accepts. */
  readonly accept?: string;
  /** The declared answers by status. One without headers is returned as its body, else as status, body, headers. */
  readonly output: Readonly<Record<number, BodyKind | DeclaredAnswer>>;
  /** The codes of the declared errors. */
  readonly errors?: readonly string[];
}

export type InputPlace = "path" | "query" | "header" | "cookie" | "body";

export type BodyKind = "json" | "text" | "bytes" | "none";

export interface DeclaredAnswer {
  readonly body: BodyKind;
  /** Header names in lower case, and what their text stands for. */
  readonly headers: Readonly<Record<string, HeaderKind>>;
}

export type HeaderKind = "string" | "number" | "boolean" | "list";
