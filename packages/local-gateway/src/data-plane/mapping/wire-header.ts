import type { RawHeader } from "../../raw-http.ts";

/**
 * A header in the bytes of HTTP, or undefined for one that would end its line or is no header at all. Node writes a
 * character a byte, so what is not Latin-1 goes as UTF-8 (K: what AWS does with it is not recorded).
 */
export function asSent(header: RawHeader): RawHeader | undefined {
  const [name, value] = header;
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) return undefined;
  if (/^[\t\x20-\x7e]*$/.test(value)) return header;
  if (unsendable.test(value)) return undefined;
  return /[^\0-\xff]/.test(value) ? [name, Buffer.from(value).toString("latin1")] : header;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unsendable = /[\0-\x08\x0a-\x1f\x7f]/;
