import { type ChangeObject, diffArrays, diffWordsWithSpace } from "diff";

/** A piece of a line: what is only in this of the two texts, or in both. */
export interface LinePart {
  /** Where in the line it begins. */
  readonly at: number;
  readonly text: string;
  readonly isChanged: boolean;
}

/**
 * One line of what changed: in both texts, only in the old one, or only in the new one. Numbers count from 1. A line
 * that was rewritten has parts, so that the word is seen that changed; null where the whole line is new or gone.
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

/**
 * More changes than this are shown as one whole text for another: finding the fewest would take too long to wait for.
 */
const mostSteps = 1_500;
/** The same for the words of a line. */
const mostWordSteps = 200;
/** Lines that share less than this are two lines, not one that changed. */
const leastInCommon = 0.3;

/** The fewest lines to take away and to put in that make the new text of the old one. */
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

/** The lines of one change, counted on from `place`; `twin` is what stands on the other side in their stead. */
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

/** How many lines were put in and taken away. */
export function countChanges(lines: readonly DiffLine[]): {
  readonly added: number;
  readonly removed: number;
} {
  const count = (kind: DiffLine["kind"]) => lines.filter((line) => line.kind === kind).length;
  return { added: count("added"), removed: count("removed") };
}

/** The end of the last line is not a line. */
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

/** The parts of one side of a line that became another; null where they have too little in common. */
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
