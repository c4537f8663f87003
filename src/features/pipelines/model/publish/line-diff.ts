import { type ChangeObject, diffArrays, diffWordsWithSpace } from "diff";

/** A piece of a line: only in this text, or in both. */
export interface LinePart {
  /** The offset in the line. */
  readonly at: number;
  readonly text: string;
  readonly isChanged: boolean;
}

/**
 * One line of a diff: unchanged, removed or added. Numbers count from 1. A line that was edited has `parts` that show
 * which words changed; null if the whole line is new or removed.
 */
export type DiffLine =
  | { readonly kind: "same"; readonly text: string; readonly oldLine: number; readonly newLine: number }
  | Changed<"removed", { readonly oldLine: number }>
  | Changed<"added", { readonly newLine: number }>;

type Changed<Kind extends string, Place> = Place & {
  readonly kind: Kind;
  readonly text: string;
  readonly parts: readonly LinePart[] | null;
};

/** Beyond this many changes the texts are shown as wholly different: finding the smallest diff would take too long. */
const mostSteps = 1_500;
/** The same limit for the words of a line. */
const mostWordSteps = 200;
/** Lines that have less than this in common are two different lines, not an edited one. */
const leastInCommon = 0.3;

/** The smallest line diff between two texts. */
export function diffLines(oldText: string, newText: string): readonly DiffLine[] {
  const before = linesOf(oldText);
  const after = linesOf(newText);
  const changes = diffArrays(before, after, { maxEditLength: mostSteps }) ?? wholly(before, after);
  const place = { oldLine: 1, newLine: 1 };
  return changes.flatMap((change, index) => {
    const twin = change.removed ? changes[index + 1] : changes[index - 1];
    const isRewritten = (change.removed && twin?.added) || (change.added && twin?.removed);
    return linesOfChange(change, isRewritten ? twin : undefined, place);
  });
}

type LinesChanged = ChangeObject<string[]>;

/** The lines of one change, numbered from `place`; `twin` is the matching change on the other side. */
function linesOfChange(
  { value, added, removed }: LinesChanged,
  twin: LinesChanged | undefined,
  place: { oldLine: number; newLine: number },
): readonly DiffLine[] {
  return value.map((text, nth) => {
    const other = twin?.value[nth];
    if (removed)
      return { kind: "removed", text, parts: changedWords(text, other, "removed"), oldLine: place.oldLine++ };
    if (added)
      return { kind: "added", text, parts: changedWords(other, text, "added"), newLine: place.newLine++ };
    return { kind: "same", text, oldLine: place.oldLine++, newLine: place.newLine++ };
  });
}

/** How many lines were added and removed. */
export function countChanges(lines: readonly DiffLine[]): {
  readonly added: number;
  readonly removed: number;
} {
  const count = (kind: DiffLine["kind"]) => lines.filter((line) => line.kind === kind).length;
  return { added: count("added"), removed: count("removed") };
}

/** A final line break does not begin another line. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

function wholly(before: string[], after: string[]): LinesChanged[] {
  return [
    { value: before, count: before.length, added: false, removed: true },
    { value: after, count: after.length, added: true, removed: false },
  ];
}

/** The parts of one side of an edited line; null if the two have too little in common. */
function changedWords(
  before: string | undefined,
  after: string | undefined,
  side: "removed" | "added",
): readonly LinePart[] | null {
  if (before === undefined || after === undefined) return null;
  const words = diffWordsWithSpace(before, after, { maxEditLength: mostWordSteps });
  if (words === undefined) return null;
  const kept = words
    .filter(({ added, removed }) => !added && !removed)
    .reduce((length, { value }) => length + value.trim().length, 0);
  if (kept < leastInCommon * Math.max(before.trim().length, after.trim().length)) return null;
  let at = 0;
  return words
    .filter((word) => word[side] || !(word.added || word.removed))
    .map(({ value, [side]: isChanged }) => {
      at += value.length;
      return { at: at - value.length, text: value, isChanged };
    });
}
