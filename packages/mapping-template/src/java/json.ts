import { ValueError } from "../template-error.ts";
import { createMap } from "./map.ts";
import { asDouble, list, type Value, whole } from "./values.ts";
import { maximumValueDepth } from "./walk.ts";

/** What reading a text costs, in units of a rendering's budget: twice what writing it does. */
export function readingCost(text: string): number {
  return text.length >> 2;
}

/** A backslash, a text that begins with a digit, a number that may not be a small whole one. */
const remarkable = /\\|"[0-9]|[0-9](?:[.eE]|[0-9]{15})/;
/** A text as short as this cannot nest too deep. */
const shortest = 2 * maximumValueDepth;

/**
 * A whole document printed again, without blanks. JavaScript's own reader does it where nothing is in the document that it
 * would print otherwise than {@link readJson}; `undefined` where there may be.
 */
export function reprintJson(text: string): string | undefined {
  if (text.length > shortest || remarkable.test(text) || !text.isWellFormed()) return undefined;
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/**
 * Reads JSON into values. JavaScript's own reader would not do: it cannot tell `119.0` from `119`, and puts members whose
 * names are numbers first.
 * @throws ValueError `TemplateJson` when the text is not JSON.
 */
export function readJson(text: string): Value {
  return new Reader(text).document();
}

/** A class and not closures: a rendering reads several documents, and each would make them anew. */
class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): Value {
    const made = this.#value();
    this.#skipBlanks();
    if (this.#at < this.#text.length) this.#fail();
    return made;
  }

  #fail(): never {
    throw new ValueError("TemplateJson", `Not JSON at character ${this.#at + 1}`);
  }

  #skipBlanks(): void {
    for (;;) {
      const c = this.#text.charCodeAt(this.#at);
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return;
      this.#at += 1;
    }
  }

  #value(): Value {
    this.#skipBlanks();
    switch (this.#text.charCodeAt(this.#at)) {
      case code.quote:
        return this.#string();
      case code.leftBrace:
        return this.#object();
      case code.leftBracket:
        return this.#array();
      case code.t:
        return this.#word("true", true);
      case code.f:
        return this.#word("false", false);
      case code.n:
        return this.#word("null", null);
      default:
        return this.#number();
    }
  }

  /** Past the bracket that opens an object or array. */
  #open(): void {
    this.#depth += 1;
    if (this.#depth > maximumValueDepth)
      throw new ValueError("TemplateTooDeep", `JSON nested deeper than ${maximumValueDepth} levels`);
    this.#at += 1;
    this.#skipBlanks();
  }

  #object(): Value {
    const map = createMap();
    this.#open();
    if (this.#closesAtOnce(code.rightBrace)) return map;
    for (;;) {
      this.#skipBlanks();
      const key = this.#string();
      this.#skipBlanks();
      if (!this.#eats(code.colon)) this.#fail();
      map.entries.set(key, this.#value());
      if (this.#closes(code.rightBrace)) return map;
    }
  }

  #array(): Value {
    const items: Value[] = [];
    this.#open();
    if (this.#closesAtOnce(code.rightBracket)) return list(items, "json");
    for (;;) {
      items.push(this.#value());
      if (this.#closes(code.rightBracket)) return list(items, "json");
    }
  }

  #eats(wanted: number): boolean {
    if (this.#text.charCodeAt(this.#at) !== wanted) return false;
    this.#at += 1;
    return true;
  }

  #closesAtOnce(bracket: number): boolean {
    if (!this.#eats(bracket)) return false;
    this.#depth -= 1;
    return true;
  }

  /** After a value: the bracket, or a comma and more. */
  #closes(bracket: number): boolean {
    this.#skipBlanks();
    if (this.#closesAtOnce(bracket)) return true;
    if (!this.#eats(code.comma)) this.#fail();
    return false;
  }

  #word<T extends Value>(name: string, meaning: T): T {
    if (!this.#text.startsWith(name, this.#at)) this.#fail();
    this.#at += name.length;
    return meaning;
  }

  #string(): string {
    if (!this.#eats(code.quote)) this.#fail();
    const text = this.#text;
    let made = "";
    for (let from = this.#at; ; ) {
      const end = plainEnd(text, this.#at);
      const c = text.charCodeAt(end);
      // Neither a quote nor a backslash: a control character, or the end.
      if (c !== code.quote && c !== code.backslash) {
        this.#at = end;
        this.#fail();
      }
      this.#at = end + 1;
      made += text.slice(from, end);
      if (c === code.quote) return made;
      made += this.#escapeSequence();
      from = this.#at;
    }
  }

  #escapeSequence(): string {
    const c = this.#text.charAt(this.#at);
    this.#at += 1;
    if (c === "u") {
      const digits = this.#text.slice(this.#at, this.#at + 4);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.#fail();
      this.#at += 4;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    return escaped.get(c) ?? this.#fail();
  }

  #number(): Value {
    return this.#smallNumber() ?? this.#anyNumber();
  }

  /** The usual one: a few digits and nothing else. */
  #smallNumber(): number | undefined {
    let made = 0;
    for (let at = this.#at; at < this.#at + 9; at += 1) {
      const c = this.#text.charCodeAt(at);
      const digit = c - code.zero;
      if (digit >= 0 && digit <= 9) {
        made = made * 10 + digit;
        continue;
      }
      const isEnd = c === code.comma || c === code.rightBrace || c === code.rightBracket;
      // `0` alone may begin with a zero.
      if (!isEnd || at === this.#at || (at > this.#at + 1 && this.#text.charCodeAt(this.#at) === code.zero))
        break;
      this.#at = at;
      return made;
    }
    return undefined;
  }

  #anyNumber(): Value {
    numberPattern.lastIndex = this.#at;
    const match = numberPattern.exec(this.#text);
    if (match === null) return this.#fail();
    this.#at = numberPattern.lastIndex;
    const [written, fraction] = match;
    if (fraction !== undefined && fraction !== "") return asDouble(Number(written));
    return written.length < 10 ? Number(written) + 0 : whole(BigInt(written));
  }
}

const code = {
  quote: 34,
  comma: 44,
  zero: 48,
  colon: 58,
  leftBracket: 91,
  backslash: 92,
  rightBracket: 93,
  f: 102,
  n: 110,
  t: 116,
  leftBrace: 123,
  rightBrace: 125,
} as const;

/** Where the characters end that stand for themselves. */
function plainEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const c = text.charCodeAt(at);
    if (c === code.quote || c === code.backslash || c < 32) return at;
  }
  return text.length;
}

const numberPattern = /-?(?:0|[1-9][0-9]*)((?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)/y;

const escaped: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
