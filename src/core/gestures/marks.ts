import { EditRefused, type TextEdit } from "#core/definition-text/edit/text-edit.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { differences, fieldAt } from "./change-field.ts";
import type { PlanGesture } from "./gesture.ts";
import type { Place } from "./move-nodes.ts";
import { sketchOf, writtenList } from "./sketch.ts";

const lists = { note: "notes", group: "groups" } as const;
export type MarkKind = keyof typeof lists;

/** A selected note or group in a drawing; ids of nodes have no colon. */
export function markId(kind: MarkKind, id: string): string {
  return `${kind}:${id}`;
}

/** The note or group that a selected id stands for. */
export function readMarkId(chosen: string): { readonly kind: MarkKind; readonly id: string } | null {
  const [kind, id] = chosen.split(":", 2);
  if (id === undefined || (kind !== "note" && kind !== "group")) return null;
  return { kind, id };
}

/** A note or a group as written; one without an id cannot be addressed by a gesture. */
export interface SketchMark {
  readonly kind: MarkKind;
  readonly id: string;
  readonly index: number;
  readonly raw: JsonObject;
  /** Of a group, as written. */
  readonly nodeIds: readonly string[];
}

export function marksOf(value: Json): readonly SketchMark[] {
  return (["note", "group"] as const).flatMap((kind) =>
    writtenList(fieldAt(value, [lists[kind]])).flatMap((raw, index): readonly SketchMark[] => {
      if (!isJsonObject(raw) || typeof raw.id !== "string" || raw.id === "") return [];
      return [{ kind, id: raw.id, index, raw, nodeIds: writtenList(raw.nodes).map(String) }];
    }),
  );
}

/** The selected note or group. */
export function markIn(value: Json, chosen: string): SketchMark {
  const mark = marksOf(value).find(({ kind, id }) => markId(kind, id) === chosen);
  if (mark === undefined) throw new EditRefused("This note or group is no longer in the text.");
  return mark;
}

/** A new, empty note. */
export function addNote(at: Place): PlanGesture {
  return (value) => {
    const id = freeId(value, "note");
    const note = { id, text: "", position: { x: Math.round(at.x), y: Math.round(at.y) } };
    return {
      name: "Add a note",
      edits: [insertion(value, "note", note)],
      chosen: [markId("note", id)],
    };
  };
}

/** A frame around nodes; those that are in another group leave it. */
export function groupNodes(chosen: readonly string[]): PlanGesture {
  return (value) => {
    const wanted = new Set(chosen);
    const nodes = sketchOf(value)
      .nodes.map(({ id }) => id)
      .filter((id) => wanted.has(id));
    if (nodes.length === 0) throw new EditRefused("First select the nodes to group.");
    const id = freeId(value, "group");
    const group = { id, name: "Group", nodes };
    return {
      name: nodes.length === 1 ? "Group a node" : `Group ${nodes.length} nodes`,
      edits: [...withoutNodes(value, wanted, [], true), insertion(value, "group", group)],
      chosen: [markId("group", id)],
    };
  };
}

/** Removes the selected frames, and the frames around selected nodes; the nodes stay. */
export function ungroup(chosen: readonly string[]): PlanGesture {
  return (value) => {
    const wanted = new Set(chosen);
    const groups = marksOf(value).filter(
      ({ kind, id, nodeIds }) =>
        kind === "group" && (wanted.has(markId(kind, id)) || nodeIds.some((nodeId) => wanted.has(nodeId))),
    );
    if (groups.length === 0) throw new EditRefused("None of the selected nodes is in a group.");
    return {
      name: groups.length === 1 ? "Ungroup" : `Ungroup ${groups.length} groups`,
      edits: removals(value, groups),
      chosen: groups.flatMap(({ nodeIds }) => nodeIds),
    };
  };
}

/** Sets a field of a note or a group; undefined removes it. */
export function changeMark(chosen: string, path: readonly string[], next: Json | undefined): PlanGesture {
  return (value) => {
    const { kind, index, raw } = markIn(value, chosen);
    return {
      name: `Change ${path.at(-1) ?? "all"} of a ${kind}`,
      edits: differences([lists[kind], index, ...path], fieldAt(raw, path), next),
    };
  };
}

/** Deletes selected notes and groups; the nodes in a group stay. */
export function deleteMarks(chosen: readonly string[]): PlanGesture {
  return (value) => {
    const marks = chosen.map((one) => markIn(value, one));
    const [first] = marks;
    return {
      name: marks.length === 1 && first !== undefined ? `Delete a ${first.kind}` : "Delete notes and groups",
      edits: removals(value, marks),
      chosen: [],
    };
  };
}

/** Writes the positions of notes; other ids are those of nodes. */
export function moveNotes(places: ReadonlyMap<string, Place>): PlanGesture {
  return (value) => ({
    name: "Move a note",
    edits: marksOf(value).flatMap(({ kind, id, index, raw }) => {
      const place = kind === "note" ? places.get(markId(kind, id)) : undefined;
      if (place === undefined) return [];
      const position = { x: Math.round(place.x), y: Math.round(place.y) };
      return differences(["notes", index, "position"], raw.position, position);
    }),
  });
}

/**
 * Changes groups when nodes are deleted: a group that is left without nodes is deleted too, with the `others` that are
 * deleted in the same step. `isAddedTo`: another group is added in the same step.
 */
export function withoutNodes(
  value: Json,
  gone: ReadonlySet<string>,
  others: readonly SketchMark[] = [],
  isAddedTo = false,
): readonly TextEdit[] {
  const groups = marksOf(value).filter(
    ({ kind, nodeIds }) => kind === "group" && nodeIds.some((id) => gone.has(id)),
  );
  const emptied = groups.filter(({ nodeIds }) => nodeIds.every((id) => gone.has(id)));
  const removed = [
    ...others,
    ...emptied.filter(({ id }) => !others.some((mark) => mark.kind === "group" && mark.id === id)),
  ];
  return [
    ...removals(value, removed, isAddedTo),
    ...groups
      .filter((group) => !removed.some(({ kind, id }) => kind === "group" && id === group.id))
      .flatMap(({ index, nodeIds }) =>
        nodeIds.flatMap((id, place): readonly TextEdit[] =>
          gone.has(id) ? [{ kind: "remove", path: ["groups", index, "nodes", place] }] : [],
        ),
      ),
  ];
}

/** A list that loses its last item is removed. */
function removals(value: Json, marks: readonly SketchMark[], isAddedTo = false): readonly TextEdit[] {
  return (["note", "group"] as const).flatMap((kind): readonly TextEdit[] => {
    const own = marks.filter((mark) => mark.kind === kind);
    if (own.length === 0) return [];
    const isAll = own.length === writtenList(fieldAt(value, [lists[kind]])).length;
    if (isAll && !isAddedTo) return [{ kind: "remove", path: [lists[kind]] }];
    return own.map(({ index }) => ({ kind: "remove", path: [lists[kind], index] }));
  });
}

/** A note or a group at the end of its list. */
export function insertion(value: Json, kind: MarkKind, mark: JsonObject): TextEdit {
  const { length } = writtenList(fieldAt(value, [lists[kind]]));
  return { kind: "insert", path: [lists[kind]], index: length, value: mark };
}

function freeId(value: Json, kind: MarkKind): string {
  return freeMarkIds(value, kind)(kind);
}

/** Makes ids that no note, or no group, has yet. */
export function freeMarkIds(value: Json, kind: MarkKind): (wanted: string) => string {
  const taken = new Set(marksOf(value).flatMap((mark) => (mark.kind === kind ? [mark.id] : [])));
  return (wanted) => {
    let id = wanted;
    for (let number = 2; taken.has(id); number += 1) id = `${wanted.slice(0, 60)}${number}`;
    taken.add(id);
    return id;
  };
}
