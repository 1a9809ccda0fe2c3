/** Makes the body of a request, and adds its media type to the headers. */
export type WriteBody = (value: unknown, headers: Headers) => string | Uint8Array<ArrayBuffer>;

/** A body that is JSON. */
export const json: WriteBody = (value, headers) => {
  headers.set("content-type", "application/json");
  return JSON.stringify(value);
};

/** A body as an HTML form sends it: a list is a repeated field, `undefined` and `null` are left out. */
export const form: WriteBody = (value, headers) => {
  headers.set("content-type", "application/x-www-form-urlencoded");
  const pairs = Object.entries(Object(value)).flatMap(([name, given]) =>
    [given].flat().flatMap((one): [string, string][] => (one == null ? [] : [[name, String(one)]])),
  );
  return new URLSearchParams(pairs).toString();
};

/** A body of bytes. */
export const binary =
  (contentType: string): WriteBody =>
  (value, headers) => {
    if (!(value instanceof Uint8Array)) throw new TypeError("a Uint8Array is wanted");
    headers.set("content-type", contentType);
    // A copy: bytes in shared memory could change between the signature and the sending.
    return new Uint8Array(value);
  };
