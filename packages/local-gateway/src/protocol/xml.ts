import type { NormalizedSchema } from "@smithy/core/schema";

/** Prints the members of a structure as XML elements, in the schema's order; timestamps as ISO 8601. */
export function writeXmlMembers(schema: NormalizedSchema, value: object): string {
  let text = "";
  for (const [name, member] of schema.structIterator()) {
    const found: unknown = Reflect.get(value, name);
    if (found !== undefined && found !== null)
      text += writeMember(member, member.getMergedTraits().xmlName ?? name, found);
  }
  return text;
}

export function element(name: string, content: string, attributes = ""): string {
  return `<${name}${attributes}>${content}</${name}>`;
}

/** Text that can stand in an element or an attribute; characters that XML 1.0 cannot hold become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"'\r]/g, (character) => `&#x${character.charCodeAt(0).toString(16)};`)
    .replace(/[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD");
}

function writeMember(schema: NormalizedSchema, name: string, value: unknown): string {
  if (schema.isListSchema() && Array.isArray(value)) {
    const member = schema.getValueSchema();
    const flattened = schema.getMergedTraits().xmlFlattened !== undefined;
    const itemName = flattened ? name : (member.getMergedTraits().xmlName ?? "member");
    const items = value.map((item) => writeMember(member, itemName, item)).join("");
    return flattened ? items : element(name, items);
  }
  if (schema.isMapSchema() && typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, entry]) =>
      element("entry", element("key", escapeXml(key)) + writeMember(schema.getValueSchema(), "value", entry)),
    );
    return element(name, entries.join(""));
  }
  if (schema.isStructSchema() && typeof value === "object" && value !== null) {
    return element(name, writeXmlMembers(schema, value));
  }
  if (value instanceof Date) return element(name, value.toISOString().replace(/\.\d+Z$/, "Z"));
  if (value instanceof Uint8Array) return element(name, Buffer.from(value).toString("base64"));
  return element(name, escapeXml(String(value)));
}
