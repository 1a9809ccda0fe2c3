import { badRequest } from "./errors.ts";

/** The part of a list that one answer holds. `limit` is 25 when absent and 500 at most, as documented for all lists. */
export function page<T>(
  items: readonly T[],
  request: { readonly limit?: number | undefined; readonly position?: string | undefined },
): { readonly items: T[]; readonly position?: string } {
  const limit = Math.min(Math.max(request.limit ?? 25, 1), 500);
  const start =
    request.position === undefined || request.position === "" ? 0 : readPosition(request.position);
  const end = start + limit;
  const part = items.slice(start, end);
  return end < items.length ? { items: part, position: writePosition(end) } : { items: part };
}

function writePosition(index: number): string {
  return Buffer.from(String(index)).toString("base64url");
}

function readPosition(position: string): number {
  const index = Buffer.from(position, "base64url").toString("utf8");
  if (!/^\d{1,9}$/.test(index)) throw badRequest("Invalid position parameter specified");
  return Number(index);
}
