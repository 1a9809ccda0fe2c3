import { isIPv4, isIPv6 } from "node:net";

export interface Format {
  readonly isValid: (text: string) => boolean;
  /** What a validator says of a text that is none. */
  readonly fault: (text: string) => string;
}

/**
 * The formats of draft 4, which API Gateway looks at (dod-ccpo/atat-web-api#204: "format is set to email, rejects
 * non-emails"), each as json-schema-validator for Java reads it (C). Any other format is none.
 */
export const formats: Readonly<Record<string, Format>> = {
  "date-time": {
    isValid: isDateTime,
    fault: (text) =>
      `string "${text}" is invalid against requested date format(s) [yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,12}Z]`,
  },
  email: { isValid: isEmail, fault: (text) => `string "${text}" is not a valid email address` },
  hostname: { isValid: isHostname, fault: (text) => `string "${text}" is not a valid hostname` },
  ipv4: { isValid: isIPv4, fault: (text) => `string "${text}" is not a valid IPv4 address` },
  ipv6: {
    isValid: (text) => isIPv6(text) && !text.includes("%"),
    fault: (text) => `string "${text}" is not a valid IPv6 address`,
  },
  uri: { isValid: isUri, fault: (text) => `string "${text}" is not a valid URI` },
};

function isDateTime(text: string): boolean {
  const [, year, month, day, hours, minutes, seconds] =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,12})?(?:Z|[+-]\d\d:?\d\d)$/
      .exec(text)
      ?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (year < 100) date.setUTCFullYear(year);
  const isDate = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isDate && (hours ?? 24) < 24 && (minutes ?? 60) < 60 && (seconds ?? 60) < 60;
}

/** RFC 822's addresses without comments and names. */
function isEmail(text: string): boolean {
  const at = text.lastIndexOf("@");
  const local = text.slice(0, Math.max(at, 0));
  const isLocal =
    /^[^\s"(),.:;<>@[\\\]]+(?:\.[^\s"(),.:;<>@[\\\]]+)*$/.test(local) ||
    /^"(?:[^"\\\r\n]|\\.)*"$/.test(local);
  return isLocal && /^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/.test(text.slice(at + 1));
}

function isHostname(text: string): boolean {
  return text.length < 254 && /^(?:[A-Za-z0-9](?:[\w-]{0,61}[A-Za-z0-9])?(?:\.|$))+$/.test(text);
}

/** `java.net.URI`, which takes relative references too. */
function isUri(text: string): boolean {
  const isWritten =
    /^(?:[^\s\p{C}"<>[\\\]^`{|}%#]|%[0-9A-Fa-f]{2}|[[\]])*(?:#(?:[^\s\p{C}"<>\\^`{|}%#]|%[0-9A-Fa-f]{2})*)?$/u;
  const beforePath = /^[^/?#]*/.exec(text)?.[0] ?? "";
  return isWritten.test(text) && (!beforePath.includes(":") || /^[A-Za-z][A-Za-z0-9+.-]*:./.test(text));
}
