/** What stands in a field whose value is taken over a moment after it was typed, and may also change elsewhere. */
export interface TypedText {
  readonly text: string;
  /** The value that was there when the field was last looked at. */
  readonly value: string;
  /** Values that were handed over and have not come back yet, the oldest first. */
  readonly sent: readonly string[];
}

/** A field that shows a value, with nothing on its way. */
export function showValue(value: string): TypedText {
  return { text: value, value, sent: [] };
}

/** A value is handed over; null: it is there already, or on its way. */
export function sendValue(typed: TypedText, value: string): TypedText | null {
  if (value === (typed.sent.at(-1) ?? typed.value)) return null;
  return { ...typed, sent: [...typed.sent, value] };
}

/**
 * A value arrives. One that was typed here leaves the text alone, to which letters may have been added since; any other
 * one comes from elsewhere, and the field shows it.
 */
export function arrive(typed: TypedText, value: string): TypedText {
  if (value === typed.value) return typed;
  const own = typed.sent.indexOf(value);
  return own === -1 ? showValue(value) : { ...typed, value, sent: typed.sent.slice(own + 1) };
}
