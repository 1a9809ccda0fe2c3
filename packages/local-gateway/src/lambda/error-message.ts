import { memberOf } from "../json-object.ts";

/** The `errorMessage` of the document that a function answers with when it fails; undefined for any other payload. */
export function errorMessageOf(payload: string): string | undefined {
  try {
    const message = memberOf(JSON.parse(payload), "errorMessage");
    return typeof message === "string" ? message : undefined;
  } catch {
    return undefined;
  }
}

/** What such a document says in one line: the type and the message of the error; any other payload as it is. */
export function failureOf(payload: string): string {
  const message = errorMessageOf(payload);
  if (message === undefined) return payload;
  const type = memberOf(JSON.parse(payload), "errorType");
  return typeof type === "string" ? `${type}: ${message}` : message;
}
