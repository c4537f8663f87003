import { isMap } from "yaml";
import type { Json } from "../../json/json.ts";
import { startOf } from "../definition-document.ts";
import type { ChangeList } from "./change-list.ts";
import type { Part, ValuePlace } from "./part.ts";
import { renderFlow, renderKey, renderLongJson, type Style } from "./render-value.ts";
import type { TextEdit } from "./text-edit.ts";
import { columnOf, endOf, fieldEnd, isEmpty, lineStart, skipTrivia, type WrittenField } from "./text-tree.ts";

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Removes parts from brackets and inserts others, with the commas between them. */
export function editFlowParts(
  changes: ChangeList,
  node: unknown,
  parts: readonly Part[],
  added: readonly (readonly [string, Json])[],
  inserts: readonly Extract<TextEdit, { kind: "insert" }>[],
): void {
  const spans = parts.map(({ written }) => spanOf(changes.text, node, written));
  removeSpans(changes, node, parts, spans);
  const style = styleOf(changes.text);
  const fields = added.map(([key, value]) => ({
    index: parts.length,
    text: `${renderKey(key, style)}: ${written(changes.text, node, spans, value)}`,
  }));
  const items = inserts.map(({ index, value }) => ({
    index: Math.min(index, parts.length),
    text: written(changes.text, node, spans, value),
  }));
  const places = Map.groupBy([...fields, ...items], ({ index }) => index);
  for (const [index, own] of places) {
    const texts = own.map(({ text }) => text);
    addTexts(changes, node, { parts, spans, index, texts });
  }
}

/** A new value of a field or an item inside brackets. */
export function replaceInFlow(changes: ChangeList, { after, key, node }: ValuePlace, value: Json): void {
  const rendered = renderFlow(value, styleOf(changes.text));
  if (!isEmpty(node)) {
    changes.replace(startOf(node), endOf(node), rendered);
    return;
  }
  const hasColon = key === null || changes.text.charAt(after - 1) === ":";
  changes.replace(after, after, hasColon ? ` ${rendered}` : `: ${rendered}`);
}

function spanOf(text: string, node: unknown, part: unknown): Span {
  if (isMap(node)) {
    const field = part as WrittenField;
    return { start: startOf(field.key), end: fieldEnd(text, field) };
  }
  return { start: startOf(part), end: endOf(part) };
}

/** A text whose root is in brackets is JSON, or close to it. */
export function styleOf(text: string): Style {
  return text.trimStart().startsWith("{") ? "json" : "yaml";
}

function removeSpans(
  changes: ChangeList,
  node: unknown,
  parts: readonly Part[],
  spans: readonly Span[],
): void {
  const { text } = changes;
  const lastKept = parts.findLastIndex(({ isRemoved }) => !isRemoved);
  for (const [index, { isRemoved }] of parts.entries()) {
    const span = spans[index];
    if (!isRemoved || span === undefined) continue;
    const next = spans[index + 1];
    if (index < lastKept && next !== undefined) changes.replace(span.start, next.start, "");
    else if (index > lastKept && lastKept >= 0) removeLast(changes, spans, index);
    else changes.replace(span.start, next?.start ?? endBefore(text, node, span.end), "");
  }
}

/** A part at the end: the comma before it goes, a comment there stays. */
function removeLast(changes: ChangeList, spans: readonly Span[], index: number): void {
  const [before, own] = [spans[index - 1], spans[index]];
  if (before === undefined || own === undefined) return;
  const between = changes.text.slice(before.end, own.start);
  if (!between.includes("#")) {
    changes.replace(before.end, own.end, "");
    return;
  }
  const comma = skipTrivia(changes.text, before.end);
  changes.replace(comma, comma + 1, "");
  changes.replace(own.start, own.end, "");
}

/** With the comma that may follow the last one. */
function endBefore(text: string, node: unknown, end: number): number {
  const comma = skipTrivia(text, end);
  return text.charAt(comma) === "," && comma < endOf(node) ? comma + 1 : end;
}

interface Addition {
  readonly parts: readonly Part[];
  readonly spans: readonly Span[];
  readonly index: number;
  readonly texts: readonly string[];
}

function addTexts(changes: ChangeList, node: unknown, { parts, spans, index, texts }: Addition): void {
  const { text } = changes;
  const separator = separatorOf(text, node, spans);
  const next = parts.findIndex((part) => part.index >= index && !part.isRemoved);
  const nextSpan = spans[next];
  if (next !== -1 && nextSpan !== undefined) {
    changes.replace(nextSpan.start, nextSpan.start, texts.map((one) => one + separator).join(""));
    return;
  }
  const before = spans[parts.findLastIndex((part) => part.index < index && !part.isRemoved)];
  if (before !== undefined) {
    changes.replace(before.end, before.end, texts.map((one) => separator + one).join(""));
    return;
  }
  const first = spans[0]?.start ?? startOf(node) + 1;
  const isPadded = spans.length === 0 && isMap(node);
  const joined = texts.join(separator);
  changes.replace(first, first, isPadded ? ` ${joined} ` : joined);
}

/** Between two parts: like the existing ones, on one line or on one each. */
function separatorOf(text: string, node: unknown, spans: readonly Span[]): string {
  const [first, second] = spans;
  if (first === undefined) return ", ";
  const gap = text.slice(second === undefined ? startOf(node) + 1 : first.end, second?.start ?? first.start);
  if (second === undefined) return gap.includes("\n") ? `,\n${indentAt(text, first.start)}` : ", ";
  return gap.includes("\n")
    ? `,\n${indentAt(text, second.start)}`
    : text.slice(first.end, second.start).includes(" ")
      ? ", "
      : ",";
}

function indentAt(text: string, offset: number): string {
  return " ".repeat(columnOf(text, offset));
}

/** A new part in the style of its neighbours: a long JSON object over several lines if they are. */
function written(text: string, node: unknown, spans: readonly Span[], value: Json): string {
  const style = styleOf(text);
  const [first] = spans;
  const isLong = first !== undefined && text.slice(startOf(node) + 1, first.start).includes("\n");
  if (style === "yaml" || !isLong || typeof value !== "object" || value === null)
    return renderFlow(value, style);
  const indent = indentAt(text, first.start);
  const around = /^\s*/.exec(text.slice(lineStart(text, startOf(node))))?.[0].length ?? 0;
  const unit = indent.slice(0, Math.max(1, indent.length - around));
  const isOneLine = !text.slice(first.start, first.end).includes("\n");
  return isOneLine ? renderFlow(value, style) : renderLongJson(value, unit, indent);
}
