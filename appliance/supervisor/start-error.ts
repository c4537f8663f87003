/** Something the person at the terminal can fix: its message is all that is shown. */
export class StartError extends Error {
  override readonly name = "StartError";
}
