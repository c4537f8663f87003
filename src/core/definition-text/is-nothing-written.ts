/** Whether a text has only blank lines and comments: a definition that has not been begun. */
export function isNothingWritten(text: string): boolean {
  return text.split("\n").every((line) => /^\s*(?:#|$)/.test(line));
}
