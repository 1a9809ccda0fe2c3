/** The parts of an X-Ray trace header that API Gateway passes on. */
export interface TraceId {
  readonly root: string;
  readonly parent: string;
  readonly sampled: "0" | "1";
}

/**
 * The trace of a request: the caller's, where it sent one (`Root=…;Parent=…;Sampled=…`, as the X-Ray
 * developer guide describes the header), else a new one.
 */
export function traceIdOf(header: string | undefined, fresh: { root: string; parent: string }): TraceId {
  if (header === undefined) return { root: fresh.root, parent: fresh.parent, sampled: "0" };
  const parts = new Map(
    header.split(";").flatMap((part) => {
      const [key = "", value] = part.split("=", 2);
      return value === undefined ? [] : [[key.trim().toLowerCase(), value.trim()] as const];
    }),
  );
  const parent = parts.get("parent");
  return {
    root: parts.get("root") ?? fresh.root,
    parent: parent ?? fresh.parent,
    sampled: (parts.get("sampled") ?? (parent === undefined ? "0" : "1")) === "1" ? "1" : "0",
  };
}

/** The header as the caller and the function get it. */
export function printTraceId({ root, parent, sampled }: TraceId): string {
  return `Root=${root};Parent=${parent};Sampled=${sampled}`;
}
