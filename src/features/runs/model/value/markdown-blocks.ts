/** From this length on a block is closed at its next line end, so that what is open stays quick to read again. */
const longestOpenBlock = 6_000;

/** A Markdown text in the making: `closed` blocks no longer change, `open` may. Together they are the text. */
export interface MarkdownBlocks {
  readonly closed: readonly string[];
  readonly open: string;
}

export interface MarkdownBlockReader {
  /** Reads on where the text goes on from the one before; else it begins again. The same text gives the same blocks. */
  readonly read: (text: string) => MarkdownBlocks;
}

const nothing: MarkdownBlocks = { closed: [], open: "" };
const listItem = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;
const fence = /^ {0,3}(`{3,}|~{3,})/;

/**
 * Cuts Markdown that is being written into blocks that can be drawn once and left alone: at blank lines, but never
 * inside fenced code, nor inside a list, whose items belong together.
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

/** Where blocks end after `from`, seen from whole lines alone: the last line may still become anything. */
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

/** After a blank line, only what is indented or a further item still belongs to a list. */
function goesOn(line: string, isList: boolean): boolean {
  return isList && (/^\s/.test(line) || listItem.test(line));
}

/** A fence is closed by one of its own kind that is at least as long. */
function fenceAfter(open: string | null, line: string): string | null {
  const mark = fence.exec(line)?.[1];
  if (mark === undefined) return open;
  if (open === null) return mark;
  const closes = mark[0] === open[0] && mark.length >= open.length && line.trim() === mark;
  return closes ? null : open;
}
