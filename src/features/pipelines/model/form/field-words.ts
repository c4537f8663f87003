/**
 * Names a field for those who hear the form: by its own name, and by its place where it is one of several (`when 2`).
 * Places count from one.
 */
export function fieldWords(path: readonly (string | number)[]): string {
  const name = path.filter((part) => typeof part === "string").at(-1) ?? "";
  const places = path.filter((part) => typeof part === "number").map((index) => index + 1);
  return [name, ...places].join(" ");
}
