import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/**
 * Parses YAML, and so JSON. The parser is loaded when it is first used: few gateways ever see YAML.
 *
 * @throws Error when the text is not YAML, or has more aliases than a document that is not an attack.
 */
export function parseYaml(text: string): unknown {
  // The package's CommonJS entry is the checked boundary here.
  const { parse } = require("yaml") as typeof import("yaml");
  return parse(text);
}
