/** From this length on a block ends at its next line break, so that the open part stays quick to parse. */
const longestOpenBlock = 6_000;

/** Streaming Markdown: `closed` blocks no longer change, `open` may. Joined, they are the text. */
export interface MarkdownBlocks {
  readonly closed: readonly string[];
  readonly open: string;
}

export interface MarkdownBlockReader {
  /**
   * Continues from the previous text if it is a prefix; otherwise starts again. The same text gives the same blocks.
   */
  readonly read: (text: string) => MarkdownBlocks;
}

const nothing: MarkdownBlocks = { closed: [], open: "" };
const listItem = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;
const fence = /^ {0,3}(`{3,}|~{3,})/;

/**
 * Splits streaming Markdown into blocks that are rendered once: at blank lines, but not inside fenced code or a list,
 * whose items belong together.
 */
export function createMarkdownBlockReader(): MarkdownBlockReader {
  let known = "";
  let blocks = nothing;
  return {
    read(text) {
      if (text === known) return blocks;
      const before = text.startsWith(known) ? blocks : nothing;
      const closedLength = text.startsWith(known) ? known.length - before.open.length : 0;
      const { ends, openFrom } = findEnds(text, closedLength);
      const fresh = ends.map((end, index) => text.slice(ends[index - 1] ?? closedLength, end));
      known = text;
      blocks = {
        closed: fresh.length === 0 ? before.closed : [...before.closed, ...fresh],
        open: text.slice(openFrom),
      };
      return blocks;
    },
  };
}

/** The ends of blocks after `from`, from complete lines only: the last line may still change. */
function findEnds(
  text: string,
  from: number,
): { readonly ends: readonly number[]; readonly openFrom: number } {
  const ends: number[] = [];
  let blockStart = from;
  let openFence: string | null = null;
  let isAfterBlank = false;
  let isList = false;
  for (let start = from; ; ) {
    const newline = text.indexOf("\n", start);
    if (newline === -1) break;
    const line = text.slice(start, newline);
    const isBlank = line.trim() === "";
    if (openFence === null && !isBlank) {
      const isTooLong = start - blockStart >= longestOpenBlock;
      if (start > blockStart && (isTooLong || (isAfterBlank && !goesOn(line, isList)))) {
        ends.push(start);
        blockStart = start;
      }
      if (start === blockStart) isList = listItem.test(line);
    }
    openFence = fenceAfter(openFence, line);
    isAfterBlank = isBlank;
    start = newline + 1;
  }
  return { ends, openFrom: blockStart };
}

/** After a blank line, only an indented line or another item continues a list. */
function goesOn(line: string, isList: boolean): boolean {
  return isList && (/^\s/.test(line) || listItem.test(line));
}

/** A fence is closed by one of the same kind that is at least as long. */
function fenceAfter(open: string | null, line: string): string | null {
  const mark = fence.exec(line)?.[1];
  if (mark === undefined) return open;
  if (open === null) return mark;
  const closes = mark[0] === open[0] && mark.length >= open.length && line.trim() === mark;
  return closes ? null : open;
}
