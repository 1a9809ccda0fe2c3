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
