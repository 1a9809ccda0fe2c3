/** A request as a client is asked for it; `target` is what stands in the request line. */
export interface Unsigned {
  readonly method: string;
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request as a client put it on the wire. */
export interface Signed {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

export interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Where the requests go, and with which key; `presign` puts the signature into the query. */
export interface Signing {
  /** With its port. */
  readonly host: string;
  readonly region: string;
  readonly key: Key;
  readonly presign?: boolean;
  /** The date of the signature, where the client can be told one. */
  readonly now?: Date;
}

export type SigningClient = (request: Unsigned, signing: Signing) => Promise<Signed>;

export function headersOf(record: Readonly<Record<string, unknown>>): [string, string][] {
  return Object.entries(record).map(([name, value]) => [name, String(value)]);
}
