import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/**
 * The API Gateway SDK, for its schemas and enumerations. What the package's CommonJS entry exports is the checked
 * boundary here. It is not imported as a module: Node would look through everything for exported names first, which
 * takes as long again as loading it.
 */
export const apiGatewaySdk =
  require("@aws-sdk/client-api-gateway") as typeof import("@aws-sdk/client-api-gateway");
