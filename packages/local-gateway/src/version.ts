import { readFileSync } from "node:fs";

/** The version of this package, from its own `package.json`. */
export function packageVersion(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  const value: unknown = JSON.parse(text);
  const version =
    typeof value === "object" && value !== null && "version" in value ? value.version : undefined;
  return typeof version === "string" ? version : "unknown";
}
