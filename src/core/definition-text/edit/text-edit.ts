import { isJsonObject } from "../../json/is-json-object.ts";
import type { Json, JsonObject } from "../../json/json.ts";

export type EditPath = readonly (string | number)[];

/**
 * One small change of a definition. Several are made together: each names its place as it was before any of them, and
 * all places differ.
 */
export type TextEdit =
  /** A field, or an existing item; missing objects on the path are created. */
  | { readonly kind: "set"; readonly path: EditPath; readonly value: Json }
  | { readonly kind: "remove"; readonly path: EditPath }
  /** Before the item at `index` of the list at `path`, or at its end; a missing list is created. */
  | { readonly kind: "insert"; readonly path: EditPath; readonly index: number; readonly value: Json }
  /** Renames a field of the object at `path`; it keeps its place, its value and its comments. */
  | { readonly kind: "rename"; readonly path: EditPath; readonly from: string; readonly to: string };

/** A range of characters and its replacement. */
export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** An edit that cannot be made, explained for people. */
export class EditRefused extends Error {}

/** The definition after the edits; the text must say the same. */
export function applyEdits(value: Json, edits: readonly TextEdit[]): Json {
  return applyBelow(value, edits, 0) ?? null;
}

/** The new value at one place; `depth` is how much of the edits' paths leads to it. */
export function applyBelow(
  value: Json | undefined,
  edits: readonly TextEdit[],
  depth: number,
): Json | undefined {
  const own = editHere(edits, depth);
  if (own !== undefined) return own.kind === "set" ? own.value : undefined;
  if (edits.length === 0) return value;
  if (Array.isArray(value) || (isNothing(value) && wantsList(edits, depth))) {
    return applyToList(Array.isArray(value) ? value : [], edits, depth);
  }
  if (isNothing(value)) return applyToObject({}, edits, depth);
  if (isJsonObject(value)) return applyToObject(value, edits, depth);
  throw new EditRefused(
    "There is a plain value where an object or a list is expected: change it in the text.",
  );
}

/** The edit of exactly this place, if there is one. */
export function editHere(
  edits: readonly TextEdit[],
  depth: number,
): Extract<TextEdit, { kind: "set" | "remove" }> | undefined {
  for (const edit of edits) {
    if ((edit.kind === "set" || edit.kind === "remove") && edit.path.length === depth) return edit;
  }
  return undefined;
}

/** New names for fields of exactly this object, by the old ones. */
export function renamesHere(edits: readonly TextEdit[], depth: number): ReadonlyMap<string, string> {
  return new Map(
    edits.flatMap((edit) =>
      edit.kind === "rename" && edit.path.length === depth ? [[edit.from, edit.to] as const] : [],
    ),
  );
}

export function insertsHere(
  edits: readonly TextEdit[],
  depth: number,
): readonly Extract<TextEdit, { kind: "insert" }>[] {
  return edits.flatMap((edit) => (edit.kind === "insert" && edit.path.length === depth ? [edit] : []));
}

/** The deeper edits, by the next step of their paths. */
export function editsBelow(
  edits: readonly TextEdit[],
  depth: number,
): ReadonlyMap<string | number, readonly TextEdit[]> {
  return Map.groupBy(
    edits.filter(({ path }) => path.length > depth),
    ({ path }) => path[depth] ?? "",
  );
}

export function wantsList(edits: readonly TextEdit[], depth: number): boolean {
  return insertsHere(edits, depth).length > 0;
}

function isNothing(value: Json | undefined): value is null | undefined {
  return value === undefined || value === null;
}

function applyToObject(value: JsonObject, edits: readonly TextEdit[], depth: number): Json {
  const below = editsBelow(edits, depth);
  const entries = new Map(Object.entries(value));
  for (const [step, deeper] of below) {
    const made = applyBelow(entries.get(String(step)), deeper, depth + 1);
    if (made === undefined) entries.delete(String(step));
    else entries.set(String(step), made);
  }
  const renamed = renamesHere(edits, depth);
  if ([...renamed.keys()].some((name) => !entries.has(name)))
    throw new EditRefused("There is no such field in the object.");
  return Object.fromEntries([...entries].map(([name, kept]) => [renamed.get(name) ?? name, kept]));
}

function applyToList(list: readonly Json[], edits: readonly TextEdit[], depth: number): Json {
  const below = editsBelow(edits, depth);
  const inserts = Map.groupBy(insertsHere(edits, depth), ({ index }) => Math.min(index, list.length));
  const insertedAt = (index: number) => (inserts.get(index) ?? []).map(({ value }) => value);
  const items = list.flatMap((item, index) => {
    const kept = applyBelow(item, below.get(index) ?? [], depth + 1);
    return [...insertedAt(index), ...(kept === undefined ? [] : [kept])];
  });
  return [...items, ...insertedAt(list.length)];
}
