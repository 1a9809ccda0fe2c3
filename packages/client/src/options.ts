/** What a client is made with. */
export interface ClientOptions {
  /**
   * The URL of the API's stage, as `gatewright deploy` prints it: `https://id.execute-api.us-west-2.amazonaws.com/prod`,
   * `http://127.0.0.1:4566/restapis/id/prod/_user_request_`, or a custom domain with its base path.
   */
  readonly url: string;
  /** For routes with `auth: "iam"`: credentials, or a function that gets them before each call (any AWS provider). */
  readonly credentials?: Credentials | (() => Credentials | Promise<Credentials>) | undefined;
  /**
   * For routes with a Cognito authorizer, or a Lambda authorizer of the `Authorization` header: the token, or a function
   * that gets it before each call. It is sent as `Bearer …`, or as it is when it has a scheme of its own (`Basic …`).
   */
  readonly token?: Secret | undefined;
  /** For routes with `auth: "apiKey"`: the key, or a function that gets it before each call. */
  readonly apiKey?: Secret | undefined;
  /** Sent with each call, where neither the route nor the call has a header of that name. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The region to sign for. An `execute-api` host name tells it; a custom domain or a local gateway does not. */
  readonly region?: string | undefined;
  /**
   * How long a call may take until its answer is read, or a stream begins, in milliseconds, at most 2,147,483,647;
   * `Infinity` for no limit. It does not cover the credentials function. 30,000 unless
   * said otherwise: a second more than the 29 s after which API Gateway by default answers 504 itself.
   */
  readonly timeout?: number | undefined;
  /** Sends the requests, instead of the global `fetch`: `retrying()` to send some of them again. */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** Called with each answer, a failure's too, before the call returns. What it throws, the call throws. */
  readonly observe?: ((exchange: Exchange) => void) | undefined;
  /** The clock that signatures are dated by, instead of the system's. */
  readonly now?: (() => Date) | undefined;
}

/** Text that proves who calls, or a function that gets it. */
export type Secret = string | (() => string | Promise<string>);

/** AWS credentials, as every AWS SDK credential provider returns them. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** What one call may say for itself. */
export interface CallOptions {
  /** Ends the call early, with the code `Aborted` (`Timeout` when it is an `AbortSignal.timeout`). */
  readonly signal?: AbortSignal | undefined;
  /** How long this call may take, in milliseconds, instead of the client's `timeout`. */
  readonly timeout?: number | undefined;
  /** Sent with this call, before all others of their names. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** One request and its answer. */
export interface Exchange {
  /** The function of the client that was called. */
  readonly route: string;
  readonly method: string;
  readonly url: string;
  readonly status: number;
  /** As it came: bytes where the route declares bytes, nothing where it declares a stream, else text. */
  readonly body: string | Uint8Array | undefined;
}

/** What `client.route.safe(…)` returns instead of throwing. */
export type Result<Value, Failure> =
  | { readonly ok: true; readonly value: Value; readonly response: Response }
  | {
      readonly ok: false;
      readonly error: Failure;
      /** The answer behind the error, when there was one; its body has been read. */
      readonly response: Response | undefined;
    };

/** The input of a route that has none: nothing, or `{}` before the options. */
export type NoInput = Readonly<Record<string, never>>;
