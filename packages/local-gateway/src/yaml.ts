import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** The YAML package, loaded when it is first used: few gateways ever see YAML. */
export function yaml(): typeof import("yaml") {
  // What the package's CommonJS entry exports is the checked boundary here.
  return require("yaml") as typeof import("yaml");
}
