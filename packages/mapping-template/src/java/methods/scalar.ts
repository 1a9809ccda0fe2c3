import { hashText, javaEquals } from "../equality.ts";
import { display } from "../print.ts";
import type { JavaCharacter, Rendered } from "../values.ts";
import { any, type MethodTable, method, table } from "./method.ts";

/** `java.lang.Boolean`. */
export const booleanMethods: MethodTable<boolean> = table<boolean>({
  toString: method([], (self) => String(self)),
  booleanValue: method([], (self) => self),
  equals: method([any], (self, [other]) => self === other),
  hashCode: method([], (self) => (self ? 1231 : 1237)),
});

/** `java.lang.Character`. */
export const characterMethods: MethodTable<JavaCharacter> = table<JavaCharacter>({
  toString: method<JavaCharacter, []>([], (self) => self.value),
  charValue: method<JavaCharacter, []>([], (self) => self),
  equals: method([any], (self, [other]) => javaEquals(self, other)),
  hashCode: method<JavaCharacter, []>([], (self) => hashText(self.value)),
});

/** What `#define` defines. */
export const renderedMethods: MethodTable<Rendered> = table<Rendered>({
  toString: method([], (self) => display(self)),
});
