"use client";

import { type RefObject, useCallback, useMemo } from "react";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { EditRefused } from "#core/definition-text/edit/text-edit.ts";
import { addNode } from "#core/gestures/add-node.ts";
import { connectNodes, disconnectNodes } from "#core/gestures/connect-nodes.ts";
import { copyNodes, withContents } from "#core/gestures/copy-nodes.ts";
import { deleteParts } from "#core/gestures/delete-parts.ts";
import { type PlanGesture, together } from "#core/gestures/gesture.ts";
import { type GraphPlace, inBody, type Within } from "#core/gestures/in-body.ts";
import { addNote, changeMark, groupNodes, moveNotes, readMarkId, ungroup } from "#core/gestures/marks.ts";
import { layOutByItself, moveNodes } from "#core/gestures/move-nodes.ts";
import { duplicateNodes, pasteNodes } from "#core/gestures/paste-nodes.ts";
import { sketchOf } from "#core/gestures/sketch.ts";
import { mayConnect } from "#core/gestures/ways.ts";
import type { Json } from "#core/json/json.ts";
import type { Chosen, DrawingCommand, NewNodeCommand } from "#features/graph/index.ts";
import type { CodeEditorHandle } from "../../editor/code-editor.tsx";
import { newNode } from "../../model/new-node.ts";

/** Applies a gesture; edits with the same `field` are one undo step. Returns false if it was refused. */
export type MakeGesture = (plan: PlanGesture, field?: string) => boolean;

interface GesturesOf {
  readonly editor: RefObject<CodeEditorHandle | null>;
  /** The parsed text; null while it is invalid. */
  readonly value: Json | null;
  /** The displayed graph, and the path of bodies that contains it. */
  readonly graph: GraphPlace;
  readonly within: Within;
  readonly chosen: Chosen;
  readonly choose: (chosen: Chosen) => void;
  readonly goTo: (chosen: Chosen, within: Within) => void;
  /** Opens the selected node's form. */
  readonly onOpen: (path: readonly string[]) => void;
  /** Goes to the next error. */
  readonly onNextProblem: () => void;
  /** Null if nothing may be tried. */
  readonly onTry: ((nodeId: string) => void) | null;
}

/** Turns commands of the drawing into edits of the text. */
export function useGestures(props: GesturesOf) {
  const { editor, value, graph, chosen, choose, goTo, onOpen, onNextProblem, onTry } = props;
  const make = useMake(props);
  const makeOf = useMakeOf(props, make);
  const onCommand = useCallback(
    (command: DrawingCommand): boolean => {
      switch (command.kind) {
        case "choose":
          choose(command.chosen);
          return true;
        case "nextProblem":
          onNextProblem();
          return true;
        case "open":
        case "rename":
          onOpen(fieldOf(command.kind, chosen));
          return true;
        case "goTo":
          goTo({ nodeIds: command.nodeIds, edgeIds: [] }, command.within);
          return true;
        case "try":
          if (chosen.nodeIds.length === 1) for (const id of chosen.nodeIds) onTry?.(id);
          return true;
        case "undo":
        case "redo":
          editor.current?.[command.kind]();
          return true;
        default:
          return makeOf(command);
      }
    },
    [choose, goTo, onOpen, onNextProblem, onTry, editor, makeOf, chosen],
  );
  const sketch = useMemo(() => sketchOf(graph.value), [graph]);
  const canConnect = useCallback((from: string, to: string) => mayConnect(sketch, from, to), [sketch]);
  const copyText = useCallback(
    () => (value === null ? null : copyNodes(graph.value, chosen.nodeIds)),
    [value, graph, chosen.nodeIds],
  );
  return { make, onCommand, canConnect, copyText, onTry };
}

function useMake({ editor, within, chosen: { nodeIds } }: GesturesOf) {
  return useCallback<MakeGesture>(
    (plan, field) => {
      const inField = field === undefined ? {} : { field: [...within, field].join(" ") };
      const from = { chosen: { within, nodeIds }, ...inField };
      const refused = editor.current?.make(inBody(within, plan), from) ?? null;
      if (refused !== null) showToast({ title: "Nothing was changed", description: refused, tone: "failed" });
      return refused === null;
    },
    [editor, within, nodeIds],
  );
}

function useMakeOf({ chosen, within, onOpen }: GesturesOf, make: MakeGesture) {
  return useCallback(
    (command: EditCommand) => {
      if (isNothing(command, chosen)) return true;
      const isMade = make(planOf(command, chosen, within.length > 0));
      // A new note or group has no text yet.
      if (isMade && command.kind === "addNote") onOpen(["text"]);
      if (isMade && command.kind === "group") onOpen(["name"]);
      return isMade;
    },
    [make, chosen, within, onOpen],
  );
}

/** The first field of the selected element's form. */
function fieldOf(kind: "open" | "rename", { nodeIds: [first = ""] }: Chosen): readonly string[] {
  const mark = readMarkId(first);
  if (mark !== null) return [mark.kind === "note" ? "text" : "name"];
  return [kind === "open" ? "config" : "name"];
}

type EditCommand = Exclude<
  DrawingCommand,
  { readonly kind: "choose" | "goTo" | "nextProblem" | "open" | "rename" | "try" | "undo" | "redo" }
>;

/** Whether the command needs a selection and there is none. */
function isNothing({ kind }: EditCommand, { nodeIds, edgeIds }: Chosen): boolean {
  if (kind === "delete" || kind === "cut") return nodeIds.length + edgeIds.length === 0;
  return kind === "duplicate" && nodeIds.length === 0;
}

function planOf(command: EditCommand, { nodeIds, edgeIds }: Chosen, isInBody: boolean): PlanGesture {
  switch (command.kind) {
    case "add":
      return planNewNode(command);
    case "connect":
      return connectNodes(command.from, command.to);
    case "disconnect":
      return disconnectNodes(command.edgeIds);
    case "move":
      return planMove(command);
    case "addNote":
      return isInBody ? noMarks : together(addNote(command.at), moveNodes(command.places, []));
    case "resize":
      return changeMark(command.id, ["size"], { ...command.size });
    case "group":
      return isInBody ? noMarks : groupNodes(nodeIds);
    case "ungroup":
      return ungroup(nodeIds);
    case "paste":
      return pasteNodes(command.text, isInBody);
    case "delete":
      return nodeIds.length === 0
        ? disconnectNodes(edgeIds)
        : deleteParts({ nodeIds, edgeIds, isHealed: command.isHealed });
    case "cut":
      return (value) =>
        deleteParts({ nodeIds: withContents(value, nodeIds), edgeIds, isHealed: true })(value);
    case "duplicate":
      return duplicateNodes(nodeIds);
    case "layOut":
      return layOutByItself();
  }
}

const noMarks: PlanGesture = () => {
  throw new EditRefused("Notes and groups belong to the drawing of the pipeline: a body has none.");
};

/** Moving only a note leaves the nodes' places to the layout. */
function planMove({ places, moved }: Extract<EditCommand, { readonly kind: "move" }>): PlanGesture {
  const nodes = moved.filter((id) => readMarkId(id) === null);
  const notes = moveNotes(places);
  return nodes.length === 0 ? notes : together(moveNodes(places, moved), notes);
}

function planNewNode({ type, place, at, places }: NewNodeCommand): PlanGesture {
  const position = at === null ? {} : { position: { x: Math.round(at.x), y: Math.round(at.y) } };
  const added = addNode({ type, ...newNode(type), ...position }, place);
  return places === null ? added : together(added, moveNodes(places, []));
}
