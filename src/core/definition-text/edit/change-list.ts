import type { TextChange } from "./text-edit.ts";

/** Changes of one text, collected in any order. */
export class ChangeList {
  readonly text: string;
  readonly #changes: TextChange[] = [];

  constructor(text: string) {
    this.text = text;
  }

  replace(from: number, to: number, insert: string): void {
    if (from < to || insert !== "") this.#changes.push({ from, to, insert });
  }

  /** In the order of the text. An insertion at the place of a deletion comes after it. */
  sorted(): readonly TextChange[] {
    const isWindows = this.text.includes("\r\n");
    return this.#changes
      .toSorted((left, right) => left.from - right.from || left.to - right.to)
      .map((change) => (isWindows ? { ...change, insert: change.insert.replaceAll("\n", "\r\n") } : change));
  }
}

/** A text after changes that are sorted and do not overlap. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  let changed = "";
  let at = 0;
  for (const { from, to, insert } of changes) {
    changed += text.slice(at, from) + insert;
    at = to;
  }
  return changed + text.slice(at);
}
