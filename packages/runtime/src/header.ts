import { member } from "./adapter.ts";

/** Every value of a request header, whatever the case of its name. Console test invocations have no headers at all. */
export const headerValues = (event: unknown, name: string): readonly unknown[] => {
  const values = find(member(event, "multiValueHeaders"), name) ?? find(member(event, "headers"), name) ?? [];
  return Array.isArray(values) ? values : [values];
};

const find = (headers: unknown, name: string): unknown => {
  const wanted = name.toLowerCase();
  // Comparing lengths first spares most of the headers the change of case.
  for (const candidate in headers as object)
    if (candidate.length === wanted.length && candidate.toLowerCase() === wanted)
      return member(headers, candidate);
  return undefined;
};
