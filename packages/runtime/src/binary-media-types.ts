import type { ApiDescription } from "./description.ts";

/**
 * What API Gateway must be told to carry as bytes, sorted: the media types of binary bodies and of answers that are
 * bytes. All else it takes for text. A stream passes as it is. AWS: "Content type conversions in API Gateway".
 */
export const binaryMediaTypes = ({ routes }: ApiDescription): readonly string[] => {
  const types = routes.flatMap(({ input, outputs }) => [
    ...input.flatMap(({ kind, contentType }) => (kind === "binary" && contentType ? [contentType] : [])),
    ...outputs.flatMap(({ body }) => (body.type === "bytes" && !body.streamed ? [body.contentType] : [])),
  ]);
  return [...new Set(types.map((type) => type.replace(/;.*/, "").trim().toLowerCase()))].sort();
};
