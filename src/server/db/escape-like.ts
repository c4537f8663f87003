/** Escapes a text for `LIKE` and `ILIKE`, so that it is matched literally. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
