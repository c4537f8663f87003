/** What is looked for is text, not a pattern: for `LIKE` and `ILIKE`. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
