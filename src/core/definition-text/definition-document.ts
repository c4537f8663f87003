import { Composer, type CST, type Document, isNode, Lexer, LineCounter, Parser } from "yaml";

/** A grammar error, and its position in the text. */
export interface GrammarFault {
  readonly message: string;
  readonly offset: number;
}

/** A definition's text as a tree with the position of each part. */
export interface DefinitionDocument {
  /** Null if parsing was given up: `faults` says why. */
  readonly document: Document.Parsed | null;
  readonly lines: LineCounter;
  /** The first of them; parsing continues after an error, but not indefinitely. */
  readonly faults: readonly GrammarFault[];
}

/** A text that is parsed at most once, however many use it. */
export interface DefinitionText {
  readonly text: string;
  /** @throws RangeError like `readDocument`. */
  readonly read: () => DefinitionDocument;
}

export function definitionText(text: string): DefinitionText {
  let document: DefinitionDocument | null = null;
  return {
    text,
    read: () => {
      document ??= readDocument(text);
      return document;
    },
  };
}

/** Both counted from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/**
 * The most words and symbols that are parsed of one text, at some 500 ns each. A definition of a thousand nodes in a
 * chain has three quarters of that.
 */
export const lexemeLimit = 100_000;
/** A list or an object in brackets takes as long as several words. */
const bracketWork = 4;
/** The most nested lists and objects in brackets, before there is a value whose depth could be checked. */
const bracketLimit = 100;
/** Nobody fixes more at once, and a text of nothing but errors has as many as it has characters. */
export const faultLimit = 20;

const options = {
  version: "1.2",
  schema: "core",
  merge: false,
  resolveKnownTags: false,
  stringKeys: true,
  prettyErrors: false,
  // The parser's own check compares each key with all others; `findDuplicateKey` looks each up once.
  uniqueKeys: false,
} as const;

/**
 * Parses YAML 1.2, of which JSON is a subset, without tags and merge keys. The work is bounded: by the number of words
 * and symbols, the depth of brackets, and the number of errors.
 *
 * @throws RangeError if the text is nested so deeply that the parser gives up.
 */
export function readDocument(text: string): DefinitionDocument {
  return new DocumentReader(text).read();
}

/** The end of parsing before the end of the text. */
class GivenUp extends Error {}

class DocumentReader {
  private readonly text: string;
  private readonly lines = new LineCounter();
  private readonly faults: GrammarFault[] = [];
  private readonly composer = new Composer(options);
  private document: Document.Parsed | null = null;
  private documents = 0;

  constructor(text: string) {
    this.text = text;
    // The library collects all errors, at 5 µs each; this stops it. If a later version no longer uses this name, a test
    // says so.
    Object.defineProperty(this.composer, "onError", {
      value: (source: unknown, _code: string, message: string) => this.add(message, offsetOf(source)),
    });
  }

  read(): DefinitionDocument {
    const { lines, faults } = this;
    try {
      for (const token of this.tokens()) this.take(token);
      for (const document of this.composer.end(true, this.text.length)) this.document = document;
    } catch (error) {
      if (!(error instanceof GivenUp)) throw error;
      return { document: null, lines, faults };
    }
    return { document: this.document, lines, faults };
  }

  private *tokens(): Generator<CST.Token> {
    const parser = new Parser(this.lines.addNewLine);
    this.lines.addNewLine(0);
    for (const lexeme of this.lexemes()) yield* parser.next(lexeme);
    yield* parser.end();
  }

  /** All of them, counted before the first is parsed: an excessive text costs no more than the counting. */
  private lexemes(): readonly string[] {
    const lexemes: string[] = [];
    let offset = 0;
    let brackets = 0;
    let work = 0;
    let isScalar = false;
    for (const lexeme of new Lexer().lex(this.text)) {
      lexemes.push(lexeme);
      const change = isScalar ? 0 : bracketChange(lexeme);
      brackets += change;
      work += change > 0 ? bracketWork : 1;
      if (work > lexemeLimit) {
        this.giveUp(`The text has more words and symbols than can be read (about ${limitWords})`, offset);
      }
      if (brackets > bracketLimit) this.giveUp("The text is nested too deep to be read", offset);
      isScalar = lexeme === scalarMark;
      if (!isScalar && !isMark(lexeme)) offset += lexeme.length;
    }
    return lexemes;
  }

  private take(token: CST.Token): void {
    if (token.type === "document") {
      this.documents += 1;
      if (this.documents > 1) this.giveUp(severalDocuments, token.offset);
    }
    if (token.type === "error") this.add(token.message, token.offset);
    else for (const document of this.composer.next(token)) this.document = document;
  }

  private add(message: string, offset: number): void {
    // The library catches what is thrown here, and reports it as one more error.
    if (this.faults.length < faultLimit) this.faults.push({ message, offset });
    if (this.faults.length >= faultLimit) throw new GivenUp();
  }

  private giveUp(message: string, offset: number): never {
    this.faults.push({ message, offset });
    throw new GivenUp();
  }
}

const limitWords = lexemeLimit.toLocaleString("en-US");
const severalDocuments =
  "The text holds several YAML documents, but a definition is one: remove the line --- and what does not belong to it";

/** What the lexer inserts for the parser: not part of the text. */
const scalarMark = "\u001f";
const isMark = (lexeme: string) => lexeme === "\u0002" || lexeme === "\u0018";

function bracketChange(lexeme: string): number {
  if (lexeme === "[" || lexeme === "{") return 1;
  return lexeme === "]" || lexeme === "}" ? -1 : 0;
}

/** The position of an error reported by the composer: an offset, a range, or a token. */
function offsetOf(source: unknown): number {
  if (typeof source === "number") return source;
  if (Array.isArray(source)) return Number(source[0]);
  return typeof source === "object" && source !== null && "offset" in source ? Number(source.offset) : 0;
}

export function positionAt(lines: LineCounter, offset: number): TextPosition {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** Where a node of the tree begins; 0 for an empty one (`key:` without a value). */
export function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
