import { mediaType } from "./headers.ts";

/**
 * Whether a Content-Type or Accept value is one of the API's binary media types. Only the first type of a
 * list counts (D, binary media types); a request that names none counts as `application/json`.
 */
export function isBinary(headerValue: string | undefined, binaryMediaTypes: readonly string[]): boolean {
  if (binaryMediaTypes.length === 0) return false;
  const [type, subtype] = (mediaType(headerValue) ?? "application/json").split("/");
  return binaryMediaTypes.some((binary) => {
    const [binaryType, binarySubtype] = binary.toLowerCase().split("/");
    const matches = (pattern: string | undefined, actual: string | undefined) =>
      pattern === "*" || pattern === actual;
    return matches(binaryType, type) && matches(binarySubtype, subtype);
  });
}
