/** What an `AwsError` may carry besides its message. */
export interface AwsErrorOptions extends ErrorOptions {
  /** Further members of the error shape, by their names in the SDK (for example `retryAfterSeconds`). */
  readonly members?: { readonly [name: string]: unknown };
}

/** An error that goes to the caller in the form the AWS SDKs know: a code, a status and a message. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  /** AWS's name of the error, such as `NotFoundException`. */
  readonly code: string;
  /** The HTTP status. */
  readonly status: number;
  readonly options: AwsErrorOptions;

  constructor(code: string, status: number, message: string, options: AwsErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.status = status;
    this.options = options;
  }
}
