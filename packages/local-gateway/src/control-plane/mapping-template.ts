import { compile, TemplateError } from "@gatewright/mapping-template";
import { badRequest } from "./errors.ts";

/** Bytes (D: a quota that cannot be raised). */
const largestTemplate = 300 * 1024;

/**
 * Refuses templates that do not parse, with the place. What AWS answers to such a template is not recorded; an
 * answer now is kinder than a 500 at the first request.
 *
 * @throws AwsError `BadRequestException` naming the content type, the line and the column.
 */
export function checkTemplates(byContentType: { readonly [contentType: string]: string } | undefined): void {
  for (const [contentType, source] of Object.entries(byContentType ?? {})) {
    if (Buffer.byteLength(source) > largestTemplate) {
      throw badRequest(`Mapping template for ${contentType} is larger than ${largestTemplate} bytes`);
    }
    try {
      compile(source);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      throw badRequest(
        `Invalid mapping template specified for ${contentType}: line ${error.line}, column ${error.column}: ${error.message}`,
      );
    }
  }
}
