/** One line of what changed: in both texts, only in the old one, or only in the new one. Numbers count from 1. */
export type DiffLine =
  | { readonly kind: "same"; readonly text: string; readonly oldLine: number; readonly newLine: number }
  | { readonly kind: "removed"; readonly text: string; readonly oldLine: number }
  | { readonly kind: "added"; readonly text: string; readonly newLine: number };

/** More changes than this are told as one whole text for another: finding the fewest would take too long to wait for. */
const mostSteps = 1_500;

/** The fewest lines to take away and to put in that make the new text of the old one (Myers' way). */
export function diffLines(oldText: string, newText: string): readonly DiffLine[] {
  const before = linesOf(oldText);
  const after = linesOf(newText);
  const head = commonStart(before, after);
  const tail = commonStart(before.slice(head).toReversed(), after.slice(head).toReversed());
  const oldMiddle = before.slice(head, before.length - tail);
  const newMiddle = after.slice(head, after.length - tail);
  const kept = matches(oldMiddle, newMiddle);
  const pairs = [
    ...Array.from({ length: head }, (_, index) => [index, index] as const),
    ...kept.map(([left, right]) => [left + head, right + head] as const),
    ...Array.from(
      { length: tail },
      (_, index) => [before.length - tail + index, after.length - tail + index] as const,
    ),
  ];
  return written(before, after, pairs);
}

/** How many lines were put in and taken away. */
export function countChanges(lines: readonly DiffLine[]): {
  readonly added: number;
  readonly removed: number;
} {
  const count = (kind: DiffLine["kind"]) => lines.filter((line) => line.kind === kind).length;
  return { added: count("added"), removed: count("removed") };
}

/** The end of the last line is no line of its own. */
function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

function commonStart(left: readonly string[], right: readonly string[]): number {
  const most = Math.min(left.length, right.length);
  let length = 0;
  while (length < most && left[length] === right[length]) length += 1;
  return length;
}

type Pair = readonly [oldIndex: number, newIndex: number];

/** Lines that stay, in order; none where the texts have too little in common. */
function matches(before: readonly string[], after: readonly string[]): readonly Pair[] {
  const furthest = new Map<number, number>([[1, 0]]);
  const trail: ReadonlyMap<number, number>[] = [];
  for (let steps = 0; steps <= Math.min(before.length + after.length, mostSteps); steps += 1) {
    trail.push(new Map(furthest));
    for (let diagonal = -steps; diagonal <= steps; diagonal += 2) {
      let left = startOn(furthest, diagonal, steps);
      while (isSame(before, after, left, left - diagonal)) left += 1;
      furthest.set(diagonal, left);
      if (left >= before.length && left - diagonal >= after.length)
        return walkBack(trail, before.length, after.length);
    }
  }
  return [];
}

function isSame(before: readonly string[], after: readonly string[], left: number, right: number): boolean {
  return left < before.length && right < after.length && before[left] === after[right];
}

/** Whether the way to a diagonal comes down from the one above it: it does where that leads further. */
function comesDown(furthest: ReadonlyMap<number, number>, diagonal: number, steps: number): boolean {
  const below = furthest.get(diagonal - 1) ?? -1;
  const above = furthest.get(diagonal + 1) ?? -1;
  return diagonal === -steps || (diagonal !== steps && below < above);
}

function startOn(furthest: ReadonlyMap<number, number>, diagonal: number, steps: number): number {
  if (comesDown(furthest, diagonal, steps)) return furthest.get(diagonal + 1) ?? 0;
  return (furthest.get(diagonal - 1) ?? -1) + 1;
}

function walkBack(
  trail: readonly ReadonlyMap<number, number>[],
  oldEnd: number,
  newEnd: number,
): readonly Pair[] {
  const pairs: Pair[] = [];
  let left = oldEnd;
  let right = newEnd;
  for (const [steps, furthest] of [...trail.entries()].reverse()) {
    const [fromLeft, fromRight] = steps === 0 ? [0, 0] : cameFrom(furthest, left - right, steps);
    while (left > fromLeft && right > fromRight) {
      left -= 1;
      right -= 1;
      pairs.push([left, right]);
    }
    left = fromLeft;
    right = fromRight;
  }
  return pairs.reverse();
}

function cameFrom(furthest: ReadonlyMap<number, number>, diagonal: number, steps: number): Pair {
  const from = comesDown(furthest, diagonal, steps) ? diagonal + 1 : diagonal - 1;
  const left = furthest.get(from) ?? 0;
  return [left, left - from];
}

function written(
  before: readonly string[],
  after: readonly string[],
  pairs: readonly Pair[],
): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  let left = 0;
  let right = 0;
  for (const [oldIndex, newIndex] of [...pairs, [before.length, after.length] as const]) {
    for (; left < oldIndex; left += 1)
      lines.push({ kind: "removed", text: before[left] ?? "", oldLine: left + 1 });
    for (; right < newIndex; right += 1)
      lines.push({ kind: "added", text: after[right] ?? "", newLine: right + 1 });
    if (oldIndex === before.length && newIndex === after.length) break;
    lines.push({ kind: "same", text: before[left] ?? "", oldLine: left + 1, newLine: right + 1 });
    left += 1;
    right += 1;
  }
  return lines;
}
