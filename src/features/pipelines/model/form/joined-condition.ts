import { type ConditionParts, comparisonAt, writeComparison } from "./condition-parts.ts";

/** Whether all comparisons must hold, or any one of them. */
export type Join = "all" | "any";

export interface JoinedCondition {
  readonly source: string;
  readonly join: Join;
  /** The comparisons, with their positions in the source. */
  readonly comparisons: readonly Comparison[];
}

interface Comparison {
  readonly parts: ConditionParts;
  readonly start: number;
  readonly end: number;
}

const operators: Readonly<Record<Join, string>> = { all: "&&", any: "||" };
const between = /\s*(&&|\|\|)\s*/y;
const blank = /\s*/y;

/**
 * Parses a condition; null unless it consists of comparisons with one kind of operator between them. Edits change only
 * the edited part of the source.
 */
export function readCondition(source: string): JoinedCondition | null {
  const comparisons: Comparison[] = [];
  const joins = new Set<Join>();
  let start = skip(blank, source, 0);
  for (;;) {
    const found = comparisonAt(source, start);
    if (found === null) return null;
    comparisons.push({ parts: found.parts, start, end: found.end });
    if (source.slice(found.end).trim() === "") break;
    between.lastIndex = found.end;
    const operator = between.exec(source)?.[1];
    if (operator === undefined) return null;
    joins.add(operator === operators.any ? "any" : "all");
    start = skip(between, source, found.end);
  }
  return joins.size > 1 ? null : { source, join: [...joins][0] ?? "all", comparisons };
}

/** Replaces a comparison, or appends one. */
export function withComparison(read: JoinedCondition | null, index: number, parts: ConditionParts): string {
  const written = writeComparison(parts);
  const last = read?.comparisons.at(-1);
  if (read === null || last === undefined) return written;
  const { source, join, comparisons } = read;
  const { start, end } = comparisons[index] ?? { start: last.end, end: last.end };
  const before = index < comparisons.length ? "" : ` ${operators[join]} `;
  return `${source.slice(0, start)}${before}${written}${source.slice(end)}`;
}

/** Removes a comparison. */
export function withoutComparison({ source, comparisons }: JoinedCondition, index: number): string {
  const [before, own, after] = [comparisons[index - 1], comparisons[index], comparisons[index + 1]];
  if (own === undefined) return source;
  if (before !== undefined) return source.slice(0, before.end) + source.slice(own.end);
  return after === undefined ? "true" : source.slice(0, own.start) + source.slice(after.start);
}

/** Changes the operator between the comparisons. */
export function withJoin({ source, comparisons }: JoinedCondition, join: Join): string {
  const ends = comparisons.map(({ end }) => end);
  const pieces = comparisons.map(({ start }, index) => {
    const gap = source.slice(ends[index - 1] ?? 0, start);
    const joined = index === 0 ? gap : gap.replace(/&&|\|\|/, () => operators[join]);
    return joined + source.slice(start, ends[index]);
  });
  return pieces.join("") + source.slice(ends.at(-1));
}

function skip(what: RegExp, source: string, from: number): number {
  what.lastIndex = from;
  return from + (what.exec(source)?.[0].length ?? 0);
}
