"use client";

import type { KeyboardEvent } from "react";
import { readMarkId } from "#core/gestures/marks.ts";
import type { NodePlaces } from "../node-place.ts";
import type { Drawing } from "../use-drawing.ts";
import { type Alignment, alignedPlaces } from "./align-places.ts";
import { type DrawingKey, drawingKey } from "./drawing-keys.ts";
import type { GraphDrawingProps } from "./drawing-props.ts";
import { closeBody, openBody } from "./go-through-body.ts";
import { movedWith, placesFrom, placesWithNotes } from "./marks-geometry.ts";
import { nodeTowards } from "./neighbours.ts";

/** How far one key press moves a node, in pixels. */
const nudge = 8;
/** The minimum side of a note. */
const leastNote = 40;

export interface KeyTargets extends Pick<GraphDrawingProps, "chosen" | "isReadOnly" | "onCommand" | "place"> {
  readonly drawing: Drawing;
  readonly onFold: (groupId: string) => void;
  readonly focusOn: (id: string) => void;
  readonly showAll: () => void;
  readonly showNodes: (ids: readonly string[]) => void;
  readonly onFind: () => void;
  /** Asks which node to add after the selected one; null if none is selected. */
  readonly onAskAdd: (behind: string | null) => void;
  readonly onAddNote: () => void;
  /** Asks which node to insert into an edge. */
  readonly onAskInsert: (edgeId: string) => void;
  readonly onAskConnect: (from: string) => void;
}

/** Performs a key's action, if it was pressed in the drawing and not in a text field. */
export function pressInDrawing(event: KeyboardEvent, targets: KeyTargets): void {
  const { target } = event;
  if (event.defaultPrevented || (target instanceof HTMLElement && target.matches("input, textarea, select")))
    return;
  const key = drawingKey(event);
  if (key === null || !(isLooking(key) || !targets.isReadOnly)) return;
  // Enter on one of the drawing's own buttons presses that button.
  if (key.kind === "open" && target instanceof HTMLElement && target.closest("[data-id]") === null) return;
  event.preventDefault();
  // The focused element may be removed by the action, and the next key would be lost.
  if (event.currentTarget instanceof HTMLElement && mayTakeAway(key)) event.currentTarget.focus();
  if (key.kind === "fold") foldAt(target, targets);
  else act(key, targets);
}

function mayTakeAway({ kind }: DrawingKey): boolean {
  return kind === "delete" || kind === "undo" || kind === "redo";
}

/** Actions that change nothing, available in a read-only drawing. */
function isLooking({ kind }: DrawingKey): boolean {
  return [
    "walk",
    "extend",
    "open",
    "chooseAll",
    "chooseNone",
    "find",
    "showAll",
    "showChosen",
    "openBody",
    "closeBody",
    "fold",
    "nextProblem",
    "undo",
  ].includes(kind);
}

function act(key: Exclude<DrawingKey, { kind: "fold" }>, targets: KeyTargets): void {
  switch (key.kind) {
    case "walk":
    case "extend":
    case "nudge":
    case "resize":
      walkOrNudge(key, targets);
      break;
    case "align":
      align(key.alignment, targets);
      break;
    case "add":
    case "addNote":
    case "insert":
    case "connect":
      ask(key.kind, targets);
      break;
    case "openBody":
    case "closeBody":
    case "chooseAll":
    case "chooseNone":
    case "find":
    case "showAll":
    case "showChosen":
      look(key.kind, targets);
      break;
    case "delete":
    case "duplicate":
    case "group":
    case "ungroup":
    case "undo":
    case "redo":
    case "layOut":
    case "open":
    case "nextProblem":
    case "rename":
    case "try":
      targets.onCommand(key);
      break;
  }
}

/** Actions that open a list or a text field. */
function ask(kind: "add" | "addNote" | "insert" | "connect", targets: KeyTargets): void {
  const first = targets.chosen.nodeIds.find((id) => readMarkId(id) === null) ?? null;
  switch (kind) {
    case "add":
      targets.onAskAdd(first);
      break;
    case "addNote":
      targets.onAddNote();
      break;
    case "insert":
      askInsert(first, targets);
      break;
    case "connect":
      if (first !== null) targets.onAskConnect(first);
      break;
  }
}

/** Aligns the selected nodes, if there are enough. */
export function align(
  alignment: Alignment,
  { drawing, chosen, onCommand }: Pick<KeyTargets, "drawing" | "chosen" | "onCommand">,
): void {
  const places = alignedPlaces(drawing.places, chosen.nodeIds, alignment);
  if (places !== drawing.places) onCommand({ kind: "move", places, moved: chosen.nodeIds });
}

/** The focused group; else the selected one, or the one that contains a selected node. */
function foldAt(target: EventTarget, { chosen: { nodeIds }, drawing, onFold }: KeyTargets): void {
  const focused = target instanceof Element ? target.closest("[data-id]")?.getAttribute("data-id") : null;
  const groups = drawing.shape.groups ?? [];
  const group =
    groups.find(({ id }) => id === focused) ??
    groups.find((one) => nodeIds.includes(one.id) || one.nodeIds.some((id) => nodeIds.includes(id)));
  if (group !== undefined) onFold(group.id);
}

/** Enters the selected node's body, or leaves the open one. */
function goThroughBody(
  kind: "openBody" | "closeBody",
  { chosen, drawing, place, onCommand }: KeyTargets,
): void {
  const command =
    kind === "closeBody"
      ? closeBody(place, place.owners.length - 1)
      : openBody(
          place,
          drawing.shape.nodes.find(({ id }) => id === chosen.nodeIds[0]),
        );
  if (command !== null) onCommand(command);
}

/** Applies to the first edge that leads to the node. */
function askInsert(nodeId: string | null, { drawing, onAskInsert }: KeyTargets): void {
  const edge = drawing.shape.edges.find(({ to }) => to === nodeId);
  if (edge !== undefined) onAskInsert(edge.id);
}

type LookingKey = Extract<DrawingKey["kind"], "chooseAll" | "chooseNone" | "find" | "showAll" | "showChosen">;

function look(kind: LookingKey | "openBody" | "closeBody", targets: KeyTargets): void {
  const { chosen, drawing, onCommand } = targets;
  const choose = (nodeIds: readonly string[]) =>
    onCommand({ kind: "choose", chosen: { nodeIds, edgeIds: [] } });
  switch (kind) {
    case "openBody":
    case "closeBody":
      goThroughBody(kind, targets);
      break;
    case "chooseAll":
      choose(drawing.nodes.map(({ id }) => id));
      break;
    case "chooseNone":
      choose([]);
      break;
    case "find":
      targets.onFind();
      break;
    case "showAll":
      targets.showAll();
      break;
    case "showChosen":
      if (chosen.nodeIds.length > 0) targets.showNodes(chosen.nodeIds);
      break;
  }
}

type ArrowKey = Extract<DrawingKey, { kind: "walk" | "extend" | "nudge" | "resize" }>;

function walkOrNudge(key: ArrowKey, targets: KeyTargets): void {
  const { chosen, drawing, onCommand, focusOn } = targets;
  if (key.kind === "resize") {
    resize(key, targets);
    return;
  }
  if (key.kind === "nudge") {
    const moved = movedWith(drawing.shape, chosen.nodeIds);
    if (moved.length > 0) onCommand({ kind: "move", places: nudged(drawing, moved, key), moved });
    return;
  }
  const from = chosen.nodeIds.at(-1);
  const next =
    from === undefined
      ? drawing.nodes[0]?.id
      : nodeTowards(placesFrom(drawing.shape, drawing.places, from), from, key);
  if (next === undefined || next === null) return;
  const kept = key.kind === "extend" ? chosen.nodeIds.filter((id) => id !== next) : [];
  onCommand({ kind: "choose", chosen: { nodeIds: [...kept, next], edgeIds: [] } });
  focusOn(next);
}

/** Resizes the selected note. */
function resize({ x, y }: ArrowKey, { chosen, drawing, onCommand }: KeyTargets): void {
  const note = drawing.shape.notes?.find(({ id }) => id === chosen.nodeIds[0]);
  if (note === undefined) return;
  const side = (length: number, by: number) => Math.max(leastNote, length + by * nudge);
  const size = { width: side(note.size.width, x), height: side(note.size.height, y) };
  onCommand({ kind: "resize", id: note.id, size });
}

function nudged(
  { places, shape }: Drawing,
  movedIds: readonly string[],
  way: { readonly x: number; readonly y: number },
): NodePlaces {
  const moved = new Set(movedIds);
  return new Map(
    [...placesWithNotes(shape, places)].map(([id, { x, y }]) => [
      id,
      moved.has(id) ? { x: x + way.x * nudge, y: y + way.y * nudge } : { x, y },
    ]),
  );
}
