import { isMap } from "yaml";
import type { Json } from "../../json/json.ts";
import { startOf } from "../definition-document.ts";
import type { ChangeList } from "./change-list.ts";
import type { Part, ValuePlace } from "./part.ts";
import { renderBlock, renderField, renderItem } from "./render-value.ts";
import { EditRefused, type TextEdit } from "./text-edit.ts";
import {
  columnOf,
  commentOn,
  contentEnd,
  fieldEnd,
  isBlankLine,
  isBlock,
  isBlockScalar,
  isEmpty,
  lineEnd,
  lineStart,
  nextLine,
  skipTrivia,
  type WrittenField,
} from "./text-tree.ts";

/** Where a part of a block begins: at its key, or its dash. */
function partStart(text: string, block: unknown, parts: readonly Part[], index: number): number {
  const part = parts[index];
  if (part === undefined) return startOf(block);
  if (isMap(block)) return startOf((part.written as WrittenField).key);
  const before = parts[index - 1];
  return before === undefined ? startOf(block) : skipTrivia(text, partEnd(text, block, before));
}

function partEnd(text: string, block: unknown, { written }: Part): number {
  return isMap(block)
    ? fieldEnd(text, written as WrittenField)
    : isEmpty(written)
      ? startOf(written)
      : contentEnd(text, written);
}

/** Removes fields or items from a block and inserts others. */
export function editBlockParts(
  changes: ChangeList,
  block: unknown,
  parts: readonly Part[],
  added: readonly (readonly [string, Json])[],
  inserts: readonly Extract<TextEdit, { kind: "insert" }>[],
): void {
  for (const part of parts) if (part.isRemoved) removeBlockPart(changes, block, parts, part);
  addBlockFields(changes, block, parts, added);
  addBlockItems(changes, block, parts, inserts);
  const [first] = parts;
  const isEmptied = added.length + inserts.length === 0 && parts.every(({ isRemoved }) => isRemoved);
  if (first === undefined || !isEmptied) return;
  const at = placeOfEmpty(changes.text, lineStart(changes.text, partStart(changes.text, block, parts, 0)));
  changes.replace(at, at, isMap(block) ? " {}" : " []");
}

/** Removes a part with the rest of its lines. Comments on lines of their own, before and after it, stay. */
function removeBlockPart(changes: ChangeList, block: unknown, parts: readonly Part[], part: Part): void {
  const { text } = changes;
  const start = partStart(text, block, parts, part.index);
  const from = lineStart(text, start);
  const end = partEnd(text, block, part);
  if (text.slice(from, start).trim() !== "") {
    removeBehindDash(changes, block, parts, part);
    return;
  }
  let to = text.charAt(end - 1) === "\n" ? end : nextLine(text, end);
  // One blank line is enough where there were two.
  const isApart = from === 0 || isBlankLine(text, lineStart(text, from - 1));
  while (isApart && isBlankLine(text, to)) to = nextLine(text, to);
  const isLastLine = to === text.length && !text.endsWith("\n");
  changes.replace(isLastLine && from > 0 ? from - 1 : from, to, "");
}

/** The first field of an item, on the line of its dash: the next one moves up. */
function removeBehindDash(changes: ChangeList, block: unknown, parts: readonly Part[], part: Part): void {
  const { text } = changes;
  const next = parts[part.index + 1];
  const start = partStart(text, block, parts, part.index);
  if (next === undefined || next.isRemoved)
    throw new EditRefused("This field is alone on its line: remove it in the text.");
  const to = partStart(text, block, parts, next.index);
  if (text.slice(start, to).includes("#")) {
    throw new EditRefused("There is a comment between this field and the next one: remove it in the text.");
  }
  changes.replace(start, to, "");
}

/** After the key of a list all of whose items go: the next content above, before its comment. */
function placeOfEmpty(text: string, from: number): number {
  let line = from;
  while (line > 0) {
    line = lineStart(text, line - 1);
    const written = text.slice(line, lineEnd(text, line));
    const content = written.replace(/(?:^|\s)#.*$/, "").trimEnd();
    if (content.trim() !== "") return line + content.length;
  }
  throw new EditRefused("This list begins the text: change it there.");
}

/** New fields come after the last one. */
function addBlockFields(
  changes: ChangeList,
  map: unknown,
  parts: readonly Part[],
  added: readonly (readonly [string, Json])[],
): void {
  if (added.length === 0) return;
  const { text } = changes;
  const start = partStart(text, map, parts, 0);
  const indent = columnOf(text, start);
  const lines = added.map(([key, value]) => renderField(key, value, indent));
  const last = lastKept(parts, parts.length);
  if (last !== undefined) putLines(changes, partEnd(text, map, last), lines);
  else putBefore(changes, start, lines);
}

/** Items come after the one before their place, so that comments above an item stay with it. */
function addBlockItems(
  changes: ChangeList,
  list: unknown,
  parts: readonly Part[],
  inserts: readonly Extract<TextEdit, { kind: "insert" }>[],
): void {
  const { text } = changes;
  const indent = columnOf(text, startOf(list));
  const isSpaced = hasBlankLines(text, list, parts);
  const places = Map.groupBy(inserts, ({ index }) => Math.min(index, parts.length));
  for (const [index, own] of places) {
    const lines = own.map(({ value }) => renderItem(value, indent));
    const before = lastKept(parts, index);
    if (before === undefined) {
      putBefore(changes, startOf(list), isSpaced ? lines.flatMap((line) => [line, ""]) : lines);
    } else {
      putLines(changes, partEnd(text, list, before), isSpaced ? lines.flatMap((line) => ["", line]) : lines);
    }
  }
}

function lastKept(parts: readonly Part[], before: number): Part | undefined {
  return parts.findLast(({ index, isRemoved }) => index < before && !isRemoved);
}

/** Whole lines before the first one of a block. */
function putBefore(changes: ChangeList, start: number, lines: readonly string[]): void {
  const at = lineStart(changes.text, start);
  if (changes.text.slice(at, start).trim() !== "") {
    throw new EditRefused("This part begins on the line of another one: change it in the text.");
  }
  changes.replace(at, at, `${lines.join("\n")}\n`);
}

/** Whether the items are separated by blank lines, as the last two are. */
function hasBlankLines(text: string, list: unknown, parts: readonly Part[]): boolean {
  const [before, last] = parts.slice(-2);
  if (before === undefined || last === undefined) return false;
  return /\n[ \t]*\r?\n/.test(
    text.slice(partEnd(text, list, before), partStart(text, list, parts, last.index)),
  );
}

/** Whole lines after the line on which a part ends. */
function putLines(changes: ChangeList, end: number, lines: readonly string[]): void {
  const { text } = changes;
  const at = text.charAt(end - 1) === "\n" ? end : lineEnd(text, end);
  if (text.charAt(end - 1) === "\n") changes.replace(at, at, `${lines.join("\n")}\n`);
  else {
    const beforeBreak = text.charAt(at - 1) === "\r" ? at - 1 : at;
    changes.replace(beforeBreak, beforeBreak, `\n${lines.join("\n")}`);
  }
}

/** Another value after a key or a dash. Comments on the lines where the old one began and ended stay. */
export function replaceInBlock(changes: ChangeList, place: ValuePlace, value: Json): void {
  const { text } = changes;
  const old = oldValue(text, place);
  const { key, node } = place;
  const indent = key === null ? columnOf(text, startOf(node)) - 2 : columnOf(text, startOf(key));
  const { head, body } = renderBlock(value, Math.max(0, indent));
  if (body === null && !old.isBelow) {
    const space = old.start === place.after && key !== null ? " " : "";
    changes.replace(old.start, old.end, space + joined(head, old.comment));
    return;
  }
  const below = commentOn(text, old.end);
  const isBehindKey = key !== null && text.slice(place.after, old.start).trim() === "";
  const from = isBehindKey || old.isBelow ? place.after : old.start;
  const first = joined(head, old.comment, below);
  const line = first === "" || (from === old.start && key === null) ? first : ` ${first}`;
  const to = below === "" ? old.end : lineEnd(text, old.end);
  changes.replace(from, to, body === null ? line : `${line}\n${body}`);
}

interface OldValue {
  readonly start: number;
  readonly end: number;
  /** It is under its key, not after it. */
  readonly isBelow: boolean;
  /** On the line above its content. */
  readonly comment: string;
}

function oldValue(text: string, { after, node }: ValuePlace): OldValue {
  if (isEmpty(node)) return { start: after, end: after, isBelow: false, comment: "" };
  const start = startOf(node);
  const end = contentEnd(text, node);
  const isBelow = isBlock(node) && lineStart(text, start) !== lineStart(text, after);
  const comment = isBelow ? commentIn(text, after) : isBlockScalar(node) ? commentIn(text, start) : "";
  return { start, end: text.charAt(end - 1) === "\n" ? end - 1 : end, isBelow, comment };
}

function joined(...words: readonly string[]): string {
  return words.filter((one) => one !== "").join(" ");
}

/** The comment on the rest of a line that begins with something else. */
function commentIn(text: string, from: number): string {
  return /\s(#.*)$/.exec(text.slice(from, lineEnd(text, from)))?.[1]?.trim() ?? "";
}
