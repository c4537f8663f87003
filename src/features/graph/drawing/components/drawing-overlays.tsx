"use client";

import type { RefObject } from "react";
import { readMarkId } from "#core/gestures/marks.ts";
import { ZoomButtons } from "../../components/zoom-buttons.tsx";
import { GraphOverview } from "../../far/graph-overview.tsx";
import type { GraphShape } from "../../graph-shape.ts";
import type { DrawingPaneProps, DrawnPlace } from "../drawing-props.ts";
import { align } from "../use-drawing-keys.ts";
import type { DrawingState } from "../use-drawing-state.ts";
import { DrawingTools } from "./drawing-tools.tsx";
import { EdgeTools } from "./edge-tools.tsx";
import { EmptyDrawing } from "./empty-drawing.tsx";
import { NodePalette } from "./node-palette.tsx";

interface DrawingOverlaysProps extends DrawingPaneProps {
  readonly state: DrawingState;
  readonly isMoved: RefObject<boolean>;
  readonly onFind: () => void;
}

/** What is on top of a drawing: the palette and the tools. */
export function DrawingOverlays(props: DrawingOverlaysProps) {
  const { drawing, place, state, isMoved, mayDraw, isReadOnly, history, onCommand } = props;
  const { ask, add, overEdge, setOverEdge } = state;
  return (
    <>
      {isReadOnly ? null : (
        <NodePalette
          room={props.room}
          whyNoTrigger={whyNoTrigger(drawing.shape, place)}
          onAdd={(type) => add(type, { place: state.behindChosen(type), at: null })}
        />
      )}
      {isReadOnly || drawing.nodes.length > 0 ? null : (
        <EmptyDrawing
          isBody={place.owners.length > 0}
          onBegin={(type) => add(type, { place: { kind: "apart" }, at: null })}
        />
      )}
      {mayDraw ? (
        <DrawingTools
          history={history}
          isReadOnly={isReadOnly}
          isByHand={drawing.shape.nodes.some(({ position }) => position !== null)}
          onAdd={() => ask({ kind: "add", place: state.behindChosen(""), at: null })}
          onUndo={() => onCommand({ kind: "undo" })}
          onRedo={() => onCommand({ kind: "redo" })}
          onLayOut={() => onCommand({ kind: "layOut" })}
          chosenCount={props.chosen.nodeIds.filter((id) => readMarkId(id) === null).length}
          onAddNote={place.owners.length > 0 ? null : state.addNote}
          onGroup={place.owners.length > 0 ? null : () => onCommand({ kind: "group" })}
          onAlign={(alignment) => align(alignment, props)}
        />
      ) : null}
      <ZoomButtons isMoved={isMoved} fit={state.view.fit} onFind={props.onFind} />
      <GraphOverview nodeCount={drawing.nodes.length} room={props.room} isMoved={isMoved} />
      {overEdge === null ? null : (
        <EdgeTools
          edge={overEdge}
          places={drawing.places}
          onInsert={() => ask({ kind: "add", place: { kind: "onEdge", edgeId: overEdge.id }, at: null })}
          onRemove={() => onCommand({ kind: "disconnect", edgeIds: [overEdge.id] })}
          onLeave={() => setOverEdge(null)}
        />
      )}
    </>
  );
}

/** Why no trigger can be added; null if one can. */
export function whyNoTrigger({ nodes }: GraphShape, { owners }: DrawnPlace): string | null {
  if (owners.length > 0) return "A body begins with its input: it has no trigger";
  return nodes.some(({ type }) => type === "trigger") ? "A pipeline has one trigger" : null;
}
