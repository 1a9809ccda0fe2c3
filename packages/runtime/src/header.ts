import * as uses from "./uses.ts";

/** As much of a proxy event as has headers. Console test invocations have `null` for all of them. */
export interface Headed {
  readonly multiValueHeaders?: Readonly<Record<string, unknown>> | null;
  readonly headers?: Readonly<Record<string, unknown>> | null;
}

/** Every value of a request header, whatever the case of its name. */
export const headerValues = (event: Headed | null | undefined, name: string): readonly unknown[] => {
  const wanted = name.toLowerCase();
  // Comparing lengths first spares most of the headers the change of case.
  for (const headers of uses.lists ? [event?.multiValueHeaders, event?.headers] : [event?.headers])
    for (const candidate in headers)
      if (
        candidate.length === wanted.length &&
        candidate.toLowerCase() === wanted &&
        headers[candidate] != null
      )
        return [headers[candidate]].flat();
  return [];
};
