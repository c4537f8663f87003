import { isMap, isScalar, isSeq } from "yaml";
import type { Json } from "../../json/json.ts";
import { keyText } from "../ambiguity.ts";
import { startOf } from "../definition-document.ts";
import type { ChangeList } from "./change-list.ts";
import type { Part, ValuePlace } from "./part.ts";
import { renderKey } from "./render-value.ts";
import {
  applyBelow,
  EditRefused,
  editHere,
  editsBelow,
  insertsHere,
  renamesHere,
  type TextEdit,
  wantsList,
} from "./text-edit.ts";
import { afterKey, endOf, isEmpty, isFlow, partsOf, refuseAlias } from "./text-tree.ts";
import { editBlockParts, replaceInBlock } from "./write-block.ts";
import { editFlowParts, replaceInFlow, styleOf } from "./write-flow.ts";

/** Turns edits into changes of the text, in the style that is found at each place. */
export function writeEdits(changes: ChangeList, root: unknown, edits: readonly TextEdit[]): void {
  writeBelow(changes, root, edits, 0);
}

function writeBelow(changes: ChangeList, node: unknown, edits: readonly TextEdit[], depth: number): void {
  if (edits.length === 0) return;
  refuseAlias(node);
  if (isMap(node)) {
    if (wantsList(edits, depth)) throw new EditRefused("There is an object where a list is expected.");
    writeMap(changes, node, edits, depth);
  } else if (isSeq(node)) writeList(changes, node, edits, depth);
  else throw new EditRefused("There is a plain value where an object or a list is expected.");
}

function writeMap(changes: ChangeList, map: unknown, edits: readonly TextEdit[], depth: number): void {
  const below = editsBelow(edits, depth);
  const pairs = partsOf(map) as readonly { readonly key: unknown; readonly value: unknown }[];
  const known = new Set(pairs.map(({ key }) => keyText(key)));
  const parts = pairs.map((written, index): Part => {
    const own = below.get(keyText(written.key)) ?? [];
    return { index, written, edits: own, isRemoved: editHere(own, depth + 1)?.kind === "remove" };
  });
  const added = [...below].flatMap(([step, deeper]): readonly (readonly [string, Json])[] => {
    const value = known.has(String(step)) ? undefined : applyBelow(undefined, deeper, depth + 1);
    return value === undefined ? [] : [[String(step), value]];
  });
  const renamed = renamesHere(edits, depth);
  for (const { key } of pairs) {
    const name = renamed.get(keyText(key));
    if (name === undefined) continue;
    refuseAlias(key);
    changes.replace(startOf(key), endOf(key), renderKey(name, styleOf(changes.text)));
  }
  // Deeper insertions come first if two come to the same place.
  for (const { written, edits: own, isRemoved } of parts) {
    const { key, value } = written as (typeof pairs)[number];
    if (isRemoved || own.length === 0) continue;
    const place = { after: afterKey(changes.text, key), key, node: value };
    writeValue(changes, map, place, own, depth + 1);
  }
  if (isFlow(map)) editFlowParts(changes, map, parts, added, []);
  else editBlockParts(changes, map, parts, added, []);
}

function writeList(changes: ChangeList, list: unknown, edits: readonly TextEdit[], depth: number): void {
  const below = editsBelow(edits, depth);
  const parts = partsOf(list).map((written, index): Part => {
    const own = below.get(index) ?? [];
    return { index, written, edits: own, isRemoved: editHere(own, depth + 1)?.kind === "remove" };
  });
  if ([...below.keys()].some((step) => typeof step !== "number" || step >= parts.length))
    throw new EditRefused("There is no such item in the list.");
  const inserts = insertsHere(edits, depth);
  for (const { written, edits: own, isRemoved } of parts) {
    if (isRemoved || own.length === 0) continue;
    writeValue(changes, list, { after: startOf(written), key: null, node: written }, own, depth + 1);
  }
  if (isFlow(list)) editFlowParts(changes, list, parts, [], inserts);
  else editBlockParts(changes, list, parts, [], inserts);
}

function writeValue(
  changes: ChangeList,
  around: unknown,
  place: ValuePlace,
  edits: readonly TextEdit[],
  depth: number,
): void {
  const own = editHere(edits, depth);
  const isMissing = isEmpty(place.node) || (isScalar(place.node) && place.node.value === null);
  if (own === undefined && !isMissing && !isEmptyList(place.node, edits, depth)) {
    writeBelow(changes, place.node, edits, depth);
    return;
  }
  const value = own?.kind === "set" ? own.value : applyBelow(isMissing ? null : [], edits, depth);
  if (value === undefined) return;
  if (isFlow(around)) replaceInFlow(changes, place, value);
  else replaceInBlock(changes, place, value);
}

/** `edges: []` in a block becomes a list over several lines. */
function isEmptyList(node: unknown, edits: readonly TextEdit[], depth: number): boolean {
  return isSeq(node) && isFlow(node) && node.items.length === 0 && wantsList(edits, depth);
}
