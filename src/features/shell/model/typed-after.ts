/** The text after one more key, as a text field would have it; keys that type nothing leave it unchanged. */
export function typedAfter(text: string, key: string): string {
  if (key === "Backspace") return [...text].slice(0, -1).join("");
  return [...key].length === 1 ? text + key : text;
}

type PressedKey = Pick<KeyboardEvent, "key" | "metaKey" | "ctrlKey" | "altKey" | "getModifierState">;

/**
 * Whether a key is a browser shortcut, such as reload. A character typed with AltGr is not, though it reports Ctrl and
 * Alt.
 */
export function isCommandKey(event: PressedKey): boolean {
  if (/^F\d+$/.test(event.key)) return true;
  return (event.metaKey || event.ctrlKey || event.altKey) && !event.getModifierState("AltGraph");
}
