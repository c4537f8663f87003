interface Group {
  size: number;
  /** What a count after it repeats. */
  last: number;
}

const count = /\{(\d{1,6})(?:,(\d{0,6}))?\}/y;
/** An escape with its braces, if it has any: `\pL`, `\p{Greek}`, `\x{1F600}`. */
const escape = /\\(?:[pPx]\{[^}]*\}|[\s\S])?/y;
const characterClass = /\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]?/y;

/**
 * How many steps the counts of a regular expression (`{1000}`) add to what is written, at least: `(ab){3}` stands for `ababab` and grows by
 * four. A pattern is compiled as if it were written out, so that a few characters may cost as much as a long text.
 */
export function patternGrowth(pattern: string): number {
  const outer: Group[] = [];
  let group: Group = { size: 0, last: 0 };
  for (let index = 0; index < pattern.length; ) {
    const character = pattern[index];
    const times = character === "{" ? countAt(pattern, index) : null;
    if (times !== null) {
      group.size += group.last * (times.factor - 1);
      group.last *= times.factor;
      index = times.end;
      continue;
    }
    if (character === "(") {
      outer.push(group);
      group = { size: 0, last: 0 };
      index += 1;
      continue;
    }
    const inner = character === ")" ? group.size : 1;
    if (character === ")") group = outer.pop() ?? { size: 0, last: 0 };
    group.size += inner;
    group.last = inner;
    index = endOfAtom(pattern, index);
  }
  const written = pattern.length;
  const size = outer.reduce((total, open) => total + open.size, group.size);
  return Math.max(0, size - written);
}

function countAt(pattern: string, index: number): { readonly factor: number; readonly end: number } | null {
  count.lastIndex = index;
  const found = count.exec(pattern);
  if (found === null) return null;
  const [text, least, most] = found;
  return { factor: Math.max(Number(least), Number(most ?? 0), 1), end: index + text.length };
}

function endOfAtom(pattern: string, index: number): number {
  const character = pattern[index];
  const form = character === "\\" ? escape : character === "[" ? characterClass : null;
  if (form === null) return index + 1;
  form.lastIndex = index;
  return index + (form.exec(pattern)?.[0].length ?? 1);
}
