/** A part of a template: text, or a placeholder. */
export interface TemplatePiece {
  readonly text: string;
  readonly isPlaceholder: boolean;
}

/** The parts of a template in order; joined, they are the text. */
export function piecesOf(text: string): readonly TemplatePiece[] {
  return text
    .split(/(\{\{[^{}]*\}\})/)
    .map((piece, index) => ({ text: piece, isPlaceholder: index % 2 === 1 }))
    .filter((piece) => piece.text !== "");
}

/** A template prepared for an insertion at the cursor, and the cursor's new position. */
export function withOpening(text: string, start: number, end: number): { text: string; cursor: number } {
  const before = text.slice(0, start);
  const isInside = before.lastIndexOf("{{") > before.lastIndexOf("}}");
  if (isInside) return { text, cursor: start };
  return { text: `${before}{{  }}${text.slice(end)}`, cursor: start + 3 };
}
