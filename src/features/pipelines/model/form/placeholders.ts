/** A part of a template: words, or what is put in by name. */
export interface TemplatePiece {
  readonly text: string;
  readonly isPlaceholder: boolean;
}

/** The parts of a template in their order; together they are the text. */
export function piecesOf(text: string): readonly TemplatePiece[] {
  return text
    .split(/(\{\{[^{}]*\}\})/)
    .map((piece, index) => ({ text: piece, isPlaceholder: index % 2 === 1 }))
    .filter((piece) => piece.text !== "");
}

/** A template in which something is about to be put in at the cursor, and where the cursor goes for that. */
export function withOpening(text: string, start: number, end: number): { text: string; cursor: number } {
  const before = text.slice(0, start);
  const isInside = before.lastIndexOf("{{") > before.lastIndexOf("}}");
  if (isInside) return { text, cursor: start };
  return { text: `${before}{{  }}${text.slice(end)}`, cursor: start + 3 };
}
