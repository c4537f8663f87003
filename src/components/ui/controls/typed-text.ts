/** The text of a debounced field whose value may also change elsewhere. */
export interface TypedText {
  readonly text: string;
  /** The value when the field was last compared with it. */
  readonly value: string;
  /** Values that were submitted and have not come back yet, oldest first. */
  readonly sent: readonly string[];
}

/** A field that shows a value, with nothing submitted. */
export function showValue(value: string): TypedText {
  return { text: value, value, sent: [] };
}

/** Records a submitted value; null if it is already there or already submitted. */
export function sendValue(typed: TypedText, value: string): TypedText | null {
  if (value === (typed.sent.at(-1) ?? typed.value)) return null;
  return { ...typed, sent: [...typed.sent, value] };
}

/**
 * Takes in a value that arrived. One that was typed here leaves the text alone, since more may have been typed since;
 * any other comes from elsewhere, and the field shows it.
 */
export function arrive(typed: TypedText, value: string): TypedText {
  if (value === typed.value) return typed;
  const own = typed.sent.indexOf(value);
  return own === -1 ? showValue(value) : { ...typed, value, sent: typed.sent.slice(own + 1) };
}
