/**
 * Percent-encodes all but the unreserved characters of RFC 3986, as SigV4 wants it and as API Gateway reads it:
 * a space is `%20`, never `+`; `!'()*`, `;` and `|` are encoded too.
 *
 * @throws URIError for half of a surrogate pair, which has no UTF-8.
 */
export const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
