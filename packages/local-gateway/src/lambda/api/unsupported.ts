import { notImplemented } from "../../protocol/operation-table.ts";

/** Settings that would change how a function runs, and that this gateway cannot honour. */
const unsupported = new Set([
  "ImageConfig",
  "FileSystemConfigs",
  "CapacityProviderConfig",
  "DurableConfig",
  "TenancyConfig",
  "SnapStart",
  "Layers",
]);

/**
 * Refuses what would be ignored silently otherwise. Settings without an effect on one machine (VPC, key, tracing,
 * log group) are accepted and not kept.
 *
 * @throws AwsError `NotImplemented`, naming the member.
 */
export function refuseUnsupported(operation: string, input: object): void {
  const refuse = (what: string): never => {
    throw notImplemented("Lambda", `${what} of ${operation}`);
  };
  for (const [name, value] of Object.entries(input)) {
    if (unsupported.has(name) && !isHarmless(name, value)) refuse(name);
    if (name === "PackageType" && value === "Image") refuse("PackageType Image");
    if (name === "Code") refuseUnsupported(operation, value);
    if (/^(?:S3|Image|SourceKMS)/.test(name) && name !== "ImageConfig" && value !== undefined) refuse(name);
  }
}

function isHarmless(name: string, value: unknown): boolean {
  if (value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  return (
    name === "SnapStart" &&
    typeof value === "object" &&
    value !== null &&
    Reflect.get(value, "ApplyOn") === "None"
  );
}
