import { AwsError } from "../aws-error.ts";

/** One page of a list, by IAM's `Marker` and `MaxItems` (D: 100 unless asked for otherwise). */
export function page<T>(
  all: readonly T[],
  { Marker, MaxItems }: { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined },
): { readonly items: T[]; readonly IsTruncated: boolean; readonly Marker?: string } {
  const start = Marker === undefined ? 0 : Number(Buffer.from(Marker, "base64url").toString("utf8"));
  if (!Number.isSafeInteger(start) || start < 0) {
    throw new AwsError("ValidationError", 400, "Invalid Marker.");
  }
  const end = start + (MaxItems ?? 100);
  const items = all.slice(start, end);
  return end < all.length
    ? { items, IsTruncated: true, Marker: Buffer.from(String(end)).toString("base64url") }
    : { items, IsTruncated: false };
}
