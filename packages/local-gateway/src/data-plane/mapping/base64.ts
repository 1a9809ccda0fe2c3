/** The bytes that a base64 text stands for, or undefined where Java's decoder finds a fault in it. */
export function fromBase64(text: string): Buffer | undefined {
  const plain = text.trim();
  const [, letters = "", padding = ""] = /^([A-Za-z0-9+/]*)(={0,2})$/.exec(plain) ?? [];
  if (letters.length + padding.length !== plain.length || letters.length % 4 === 1) return undefined;
  if (padding !== "" && plain.length % 4 !== 0) return undefined;
  return Buffer.from(letters, "base64");
}
