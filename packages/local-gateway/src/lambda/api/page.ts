import { invalidParameter } from "./errors.ts";

/** One page of a list, by Lambda's `Marker` and `MaxItems`. D: 50 at most in one answer. */
export function page<T>(
  all: readonly T[],
  { Marker, MaxItems }: { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined },
): { readonly items: T[]; readonly NextMarker?: string } {
  const start = Marker === undefined ? 0 : Number(Buffer.from(Marker, "base64url").toString("utf8"));
  if (!Number.isSafeInteger(start) || start < 0) throw invalidParameter("The marker is not valid.");
  const end = start + Math.min(MaxItems ?? 50, 50);
  const items = all.slice(start, end);
  return end < all.length ? { items, NextMarker: Buffer.from(String(end)).toString("base64url") } : { items };
}
