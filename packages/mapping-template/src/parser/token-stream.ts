import type { Lexer } from "../lexer/lexer.ts";
import type { Token, TokenKind } from "../lexer/token.ts";
import type { Block, MacroDefinition } from "./syntax.ts";

/** Brackets, directives, strings in strings and operators in one expression may nest this deep together. */
const maximumDepth = 200;
/** Operators and arguments in one run, `1 + 1 + …`, may be this many. */
export const maximumRun = 2_000;

/** What every part of the parser shares: tokens read ahead only as far as asked, and one way to fail. */
export interface TokenStream {
  readonly lexer: Lexer;
  /** The macros defined so far, in this template and the strings inside it. */
  readonly macros: Map<string, MacroDefinition>;
  peek(ahead?: number): Token;
  take(): Token;
  /** Takes the next token if it is of this kind. */
  eat(kind: TokenKind): Token | undefined;
  expect(kind: TokenKind, what: string): Token;
  unexpected(wanted: string): never;
  raise(reason: string, offset: number): never;
  /** Runs one level deeper, with {@link maximumDepth} as the end. */
  deeper<T>(parse: () => T): T;
  /** Parses the text of a string as a template of its own. */
  template(text: string, offset: number): Block;
}

export function createTokenStream(
  lexer: Lexer,
  shared: {
    readonly macros: Map<string, MacroDefinition>;
    readonly depth: number;
    readonly template: (text: string, offset: number, depth: number) => Block;
  },
): TokenStream {
  const ahead: Token[] = [];
  let depth = shared.depth;

  function peek(distance = 0): Token {
    while (ahead.length <= distance) ahead.push(lexer.next());
    return ahead[distance] ?? lexer.next();
  }

  function take(): Token {
    return ahead.shift() ?? lexer.next();
  }

  function unexpected(wanted: string): never {
    const found = peek();
    const image = found.kind === "eof" ? "the end of the template" : JSON.stringify(found.image);
    return lexer.raise("TemplateSyntax", `Expected ${wanted}, found ${image}`, found.start);
  }

  return {
    lexer,
    macros: shared.macros,
    peek,
    take,
    eat: (kind) => (peek().kind === kind ? take() : undefined),
    expect: (kind, what) => (peek().kind === kind ? take() : unexpected(what)),
    unexpected,
    raise: (reason, offset) => lexer.raise("TemplateSyntax", reason, offset),
    deeper(parse) {
      depth += 1;
      if (depth > maximumDepth) {
        lexer.raise("TemplateTooDeep", `Nested deeper than ${maximumDepth} levels`, peek().start);
      }
      const parsed = parse();
      depth -= 1;
      return parsed;
    },
    template: (text, offset) => shared.template(text, offset, depth + 1),
  };
}
