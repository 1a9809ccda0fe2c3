import type { Hash } from "./sigv4.ts";

/** SHA-256 by WebCrypto, which browsers (on secure origins), Node, Deno, Bun and Workers have. */
export const webCrypto: Hash = {
  sha256: async (data) =>
    new Uint8Array(await crypto.subtle.digest("SHA-256", typeof data === "string" ? utf8(data) : data)),

  async hmac(key, data) {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const imported = await crypto.subtle.importKey("raw", key, algorithm, false, ["sign"]);
    return new Uint8Array(await crypto.subtle.sign("HMAC", imported, utf8(data)));
  },
};

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
