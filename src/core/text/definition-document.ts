import { type Document, isNode, LineCounter, parseDocument } from "yaml";

/** A definition's text as a tree that knows where each part stands. */
export interface DefinitionDocument {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

/** Both counted from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/**
 * Reads YAML 1.2, of which JSON is a part; tags and merge keys are not read.
 *
 * @throws RangeError when the text is nested so deep that the parser gives up.
 */
export function readDocument(text: string): DefinitionDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: "1.2",
    schema: "core",
    merge: false,
    resolveKnownTags: false,
    stringKeys: true,
    prettyErrors: false,
    // Its own check compares each key with all others; `findDuplicateKey` looks each up once.
    uniqueKeys: false,
    lineCounter: lines,
  });
  return { document, lines };
}

export function positionAt(lines: LineCounter, offset: number): TextPosition {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** Where a node of the tree begins; 0 for one that stands for nothing (`key:` without a value). */
export function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
