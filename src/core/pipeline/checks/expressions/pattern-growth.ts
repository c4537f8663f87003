/** An open group: its size so far, and how much of that is its last part, which a count repeats. */
interface Group {
  size: number;
  last: number;
}

/**
 * The parts of a pattern: a count (`{1000}`, `{2,30}`), an escape with its braces (`\p{Greek}`), a class in brackets,
 * or one character.
 */
const piece =
  /\{(\d{1,6})(?:,(\d{0,6}))?\}|\\[pPx]\{[^}]*\}|\\[\s\S]?|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]?|[\s\S]/g;

/**
 * How many steps the counts of a regular expression add to its text, at least: `(ab){30}` stands for `abab...` and
 * grows by 52. A pattern is compiled as if it were written out, so that a few characters may cost as much as a long
 * text.
 */
export function patternGrowth(pattern: string): number {
  const open: Group[] = [];
  let group: Group = { size: 0, last: 0 };
  for (const [text, least, most] of pattern.matchAll(piece)) {
    if (least !== undefined) repeat(group, Math.max(Number(least), Number(most ?? 0), 1));
    else if (text === "(") {
      open.push(group);
      group = { size: 0, last: 0 };
    } else if (text === ")") {
      const { size } = group;
      group = open.pop() ?? { size: 0, last: 0 };
      add(group, size);
    } else add(group, 1);
  }
  const size = open.reduce((total, each) => total + each.size, group.size);
  return Math.max(0, size - pattern.length);
}

function repeat(group: Group, times: number): void {
  group.size += group.last * (times - 1);
  group.last *= times;
}

function add(group: Group, size: number): void {
  group.size += size;
  group.last = size;
}
