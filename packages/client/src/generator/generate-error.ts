/** A description that no client can be written for. Its message says where, and what to do. */
export class GenerateError extends Error {
  override readonly name: string = "GenerateError";
  readonly code: "UnknownReference" | "UnsendableType";

  constructor(code: GenerateError["code"], message: string) {
    super(message);
    this.code = code;
  }
}
