import type { RawHeader } from "./raw-http.ts";

/**
 * A header in the bytes of HTTP, or undefined for one that would end its line or is no header at all. Node writes a
 * character a byte, so what is not Latin-1 goes as UTF-8 (K: what AWS does with it is not recorded).
 */
export function asSent([name, value]: RawHeader): RawHeader | undefined {
  const isSendable = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name) && !unsendable.test(value);
  if (!isSendable) return undefined;
  return [name, /[^\0-\xff]/.test(value) ? Buffer.from(value).toString("latin1") : value];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unsendable = /[\0-\x08\x0a-\x1f\x7f]/;
