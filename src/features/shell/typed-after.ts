/** A text after one more key, as a field would have it: keys that write nothing leave it as it is. */
export function typedAfter(text: string, key: string): string {
  if (key === "Backspace") return [...text].slice(0, -1).join("");
  return [...key].length === 1 ? text + key : text;
}
