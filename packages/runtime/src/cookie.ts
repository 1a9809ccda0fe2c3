/** The value of one cookie in a `Cookie` header (RFC 6265, section 4.2.1), without quotes around it. */
export const findCookie = (cookies: string, name: string): string | undefined => {
  for (const pair of cookies.split(";")) {
    const equals = pair.indexOf("=");
    if (equals >= 0 && pair.slice(0, equals).trim() === name) {
      return pair
        .slice(equals + 1)
        .trim()
        .replace(/^"(.*)"$/, "$1");
    }
  }
  return undefined;
};
