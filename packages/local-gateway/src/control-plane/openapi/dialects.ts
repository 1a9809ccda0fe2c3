import type { Dialect } from "./dialect.ts";
import type { Document } from "./document.ts";
import { openapi3 } from "./openapi3.ts";
import { swagger2 } from "./swagger2.ts";

/** The formats by the names that GetExport has for them. */
export const dialects: { readonly [Format in Document["format"]]: Dialect } = {
  swagger: swagger2,
  oas30: openapi3,
};
