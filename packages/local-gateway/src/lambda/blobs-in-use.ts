import { entriesOf, type Tables } from "../store/tables.ts";
import { functions, versions } from "./api/find-function.ts";

/** The code of functions and of their versions: what no document names is removed at the start. */
export function blobsInUse(tables: Tables): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { name } of [functions, versions]) {
    for (const { document } of entriesOf(tables, name)) {
      if (typeof document === "object" && document !== null && "codeBlob" in document) {
        names.add(String(document.codeBlob));
      }
    }
  }
  return names;
}
