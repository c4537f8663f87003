/** Whether a text holds nothing but blank lines and comments: a definition that is yet to be begun. */
export function isNothingWritten(text: string): boolean {
  return text.split("\n").every((line) => /^\s*(?:#|$)/.test(line));
}
