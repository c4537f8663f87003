/** A field's accessible name: its name, with a number if there are several (`when 2`). Numbers count from one. */
export function fieldWords(path: readonly (string | number)[]): string {
  const name = path.filter((part) => typeof part === "string").at(-1) ?? "";
  const places = path.filter((part) => typeof part === "number").map((index) => index + 1);
  return [name, ...places].join(" ");
}
