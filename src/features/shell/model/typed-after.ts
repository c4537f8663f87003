/** A text after one more key, as a field would have it: keys that write nothing leave it as it is. */
export function typedAfter(text: string, key: string): string {
  if (key === "Backspace") return [...text].slice(0, -1).join("");
  return [...key].length === 1 ? text + key : text;
}

type PressedKey = Pick<KeyboardEvent, "key" | "metaKey" | "ctrlKey" | "altKey" | "getModifierState">;

/** Whether a key is for the browser, as to reload the page. A letter of AltGr is not, though it says Ctrl and Alt. */
export function isCommandKey(event: PressedKey): boolean {
  if (/^F\d+$/.test(event.key)) return true;
  return (event.metaKey || event.ctrlKey || event.altKey) && !event.getModifierState("AltGraph");
}
