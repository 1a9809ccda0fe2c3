export { apiGateway, type Behaviours } from "./behaviours.ts";
export { compile, type Template } from "./compile.ts";
export type { Rendered, RenderInput } from "./render-input.ts";
export { TemplateError, type TemplateErrorCode, type TemplatePosition } from "./template-error.ts";
export {
  errorSelectionPattern,
  netSelectionPattern,
  type RequestTemplate,
  type RequestValue,
  type ResultOutput,
  writeErrorTemplate,
  writeNetTemplate,
  writeRequestTemplate,
  writeResultTemplate,
} from "./write.ts";
