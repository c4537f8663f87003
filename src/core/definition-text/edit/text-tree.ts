import { isAlias, isCollection, isMap, isScalar, isSeq, type Node, type Pair, Scalar } from "yaml";
import { startOf } from "../definition-document.ts";
import { EditRefused } from "./text-edit.ts";

/** A field as written. */
export interface WrittenField {
  readonly key: unknown;
  readonly value: unknown;
}

/** Where the content of a part ends, before its blank lines and comments. */
export function contentEnd(text: string, node: unknown): number {
  if (isScalar(node)) return scalarEnd(text, node);
  if (isCollection(node) && node.flow !== true) {
    const last = node.items.at(-1);
    if (last === undefined) return endOf(node);
    return isMap(node) ? fieldEnd(text, last as Pair) : contentEnd(text, last);
  }
  return endOf(node);
}

/** Where a field ends: at its value, or at its colon if there is no value. */
export function fieldEnd(text: string, { key, value }: WrittenField): number {
  return isEmpty(value) ? afterKey(text, key) : contentEnd(text, value);
}

/** The position after a key's colon; after the key itself if there is none, as in `{ name }`. */
export function afterKey(text: string, key: unknown): number {
  const end = endOf(key);
  const colon = skipSpaces(text, end);
  return text.charAt(colon) === ":" ? colon + 1 : end;
}

/** A value without any text. */
export function isEmpty(node: unknown): boolean {
  if (node === null || node === undefined) return true;
  return isScalar(node) && node.source === "" && node.type === Scalar.PLAIN;
}

function scalarEnd(text: string, node: Scalar): number {
  const end = endOf(node);
  if (!isBlockScalar(node)) return end;
  const written = text.slice(startOf(node), end);
  // With `|+`, trailing blank lines are part of the value; otherwise they belong to nothing.
  const isKeeping = /^[|>]\d?\+/.test(written);
  return isKeeping ? end : startOf(node) + written.trimEnd().length;
}

export function isBlockScalar(node: unknown): boolean {
  return isScalar(node) && (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED);
}

/** The end of a part according to the parser. */
export function endOf(node: unknown): number {
  return (node as Node | null)?.range?.[1] ?? startOf(node);
}

export function isFlow(node: unknown): boolean {
  return isCollection(node) && node.flow === true;
}

export function isBlock(node: unknown): boolean {
  return isCollection(node) && node.flow !== true;
}

/** The fields or items of a collection. */
export function partsOf(node: unknown): readonly unknown[] {
  return isSeq(node) || isMap(node) ? node.items : [];
}

/** Another part refers to this one: a change in it would also change that. */
export function refuseAlias(node: unknown): void {
  if (isAlias(node)) {
    throw new EditRefused("This part is an alias (*name) of another one: change it in the text.");
  }
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** Before the line break, or the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end;
}

/** After the line break. */
export function nextLine(text: string, offset: number): number {
  return Math.min(text.length, lineEnd(text, offset) + 1);
}

/** The indentation at a position. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

function skipSpaces(text: string, offset: number): number {
  let at = offset;
  while (text.charAt(at) === " " || text.charAt(at) === "\t") at += 1;
  return at;
}

/** The next character that is neither space nor comment. */
export function skipTrivia(text: string, offset: number): number {
  let at = offset;
  for (;;) {
    at = skipSpaces(text, at);
    const character = text.charAt(at);
    if (character === "\n" || character === "\r") at += 1;
    else if (character === "#") at = lineEnd(text, at);
    else return at;
  }
}

/** The comment on the rest of a line, with its sign; empty if there is none. */
export function commentOn(text: string, offset: number): string {
  const rest = text.slice(offset, lineEnd(text, offset)).trim();
  return rest.startsWith("#") ? rest : "";
}

/** Whether a line is empty. */
export function isBlankLine(text: string, start: number): boolean {
  return start < text.length && text.slice(start, lineEnd(text, start)).trim() === "";
}
