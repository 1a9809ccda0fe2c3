import { memberOf } from "../json-object.ts";

/** A call of an operation, read and found to be well-formed. */
export interface Call {
  /** The service's name in a credential scope, such as `apigateway`. */
  readonly service: string;
  readonly operation: string;
  /** The operation's input, as the SDK's type describes it. */
  readonly input: object;
  readonly accountId: string;
  readonly region: string;
}

/** A text among the input's members. */
export function textOf({ input }: Pick<Call, "input">, member: string): string | undefined {
  const value: unknown = Reflect.get(input, member);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The API that a call was for, or that it has made; "" for other calls. */
export function apiOf(call: Call, output: unknown): string {
  return textOf(call, "restApiId") ?? String(memberOf(output, "id") ?? "");
}
