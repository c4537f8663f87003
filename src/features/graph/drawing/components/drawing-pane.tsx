"use client";

import { ReactFlow, type ReactFlowProps, SelectionMode, useReactFlow } from "@xyflow/react";
import { type ClipboardEvent, type DragEvent, useMemo, useRef, useState } from "react";
import { useStable } from "#components/ui/use-stable.ts";
import { FitToRoom, fitOptions } from "../../components/fit-to-room.tsx";
import { type FlowEdge, GraphEdge } from "../../components/graph-edge.tsx";
import { FarEdges } from "../../far/far-edges.tsx";
import { GraphContext } from "../../graph-context.ts";
import { manyNodes } from "../../use-layout.ts";
import type { Chosen, NoteSize } from "../drawing-command.ts";
import { DrawingContext } from "../drawing-context.ts";
import type { DrawingPaneProps } from "../drawing-props.ts";
import { openBody } from "../go-through-body.ts";
import { edgeNear } from "../neighbours.ts";
import { useClearAfterFrame } from "../use-clear-after-frame.ts";
import { chosenAfter, type FlowItem, placesIn } from "../use-drag.ts";
import { pressInDrawing } from "../use-drawing-keys.ts";
import { useDrawingState } from "../use-drawing-state.ts";
import { useFold } from "../use-fold.ts";
import { DrawingFields } from "./drawing-fields.tsx";
import { DrawingNode } from "./drawing-node.tsx";
import { DrawingOverlays } from "./drawing-overlays.tsx";
import { DrawingFrame, DrawingNote } from "./mark-faces.tsx";
import { draggedType, isNodeDragged } from "./node-palette.tsx";

const nodeTypes = { pipeline: DrawingNode, note: DrawingNote, frame: DrawingFrame };
const edgeTypes = { pipeline: GraphEdge };
const noEdges: FlowEdge[] = [];
/** The width of an edge's pointer target. */
const edgeReach = 24;
/** How far the handles extend beyond their nodes. */
const handleReach = 8;
/** How close to an edge a drop counts as on it. */
const dropReach = 28;

const behaviour = {
  nodeTypes,
  edgeTypes,
  fitView: true,
  fitViewOptions: fitOptions,
  minZoom: fitOptions.minZoom,
  maxZoom: 1.5,
  // Turned off: the drawing handles keys itself, and one node at a time has the focus.
  nodesFocusable: false,
  edgesFocusable: false,
  disableKeyboardA11y: true,
  deleteKeyCode: null,
  multiSelectionKeyCode: ["Meta", "Control", "Shift"],
  // Partial overlap selects: otherwise edges would be selected without their nodes.
  selectionMode: SelectionMode.Partial,
  zoomOnDoubleClick: false,
  connectOnClick: false,
  connectionRadius: 60,
  nodeDragThreshold: 3,
  snapToGrid: true,
  snapGrid: [8, 8],
  // A selected frame stays below its nodes.
  elevateNodesOnSelect: false,
} satisfies ReactFlowProps<FlowItem, FlowEdge>;

/** An editable drawing. */
export function DrawingPane(props: DrawingPaneProps) {
  const { drawing, room, label, parts, chosen, place, isReadOnly, onCommand, copyText, canConnect } = props;
  const canvas = useRef<HTMLDivElement>(null);
  const isMoved = useRef(false);
  const state = useDrawingState(props, canvas, isMoved);
  const { nodes, edges, isFar, drag, ask, view, add, focusOn, setOverEdge } = state;
  const [isFinding, setIsFinding] = useState(false);
  const { screenToFlowPosition } = useReactFlow();
  const select = (chosenNow: Chosen | null) => {
    if (chosenNow !== null) onCommand({ kind: "choose", chosen: chosenNow });
  };
  const chooseNode = useStable((id: string) =>
    onCommand({ kind: "choose", chosen: { nodeIds: [id], edgeIds: [] } }),
  );
  const afterFrame = useClearAfterFrame(
    useStable(() => onCommand({ kind: "choose", chosen: { nodeIds: [], edgeIds: [] } })),
  );
  const context = useMemo(
    () => ({
      ...parts,
      direction: drawing.direction,
      isFar,
      edgeReach,
      handleReach,
      onSelect: chooseNode,
    }),
    [parts, drawing.direction, isFar, chooseNode],
  );
  const addBehind = useStable((nodeId: string) =>
    ask({ kind: "add", place: { kind: "after", nodeId }, at: null }),
  );
  const resize = useStable((id: string, size: NoteSize) => onCommand({ kind: "resize", id, size }));
  const fold = useFold(props);
  const goInto = useStable((nodeId: string) => {
    const command = openBody(
      place,
      drawing.shape.nodes.find(({ id }) => id === nodeId),
    );
    if (command !== null) onCommand(command);
  });
  const drawingContext = useMemo(
    () => ({
      isReadOnly,
      onAddBehind: addBehind,
      onResize: resize,
      onOpenBody: goInto,
      onFold: fold,
    }),
    [isReadOnly, addBehind, resize, goInto, fold],
  );
  // Must be stable: React Flow renders every node and edge again if one of these functions changes.
  const openForm = useStable(() => onCommand({ kind: "open" }));
  const pointAtEdge = useStable((_: unknown, { id, source, target, data }: FlowEdge) => {
    // An edge to a folded group stands for several, so it has no tools.
    const isWhole = data?.shape.from === source && data.shape.to === target;
    setOverEdge(isReadOnly || !isWhole ? null : id);
  });
  const dropNode = (event: DragEvent) => {
    const type = draggedType(event.dataTransfer);
    if (type === null || isReadOnly) return;
    event.preventDefault();
    const at = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const edge = type === "trigger" ? null : edgeNear(drawing.shape.edges, drawing.places, at, dropReach);
    add(
      type,
      edge === null ? { place: { kind: "apart" }, at } : { place: { kind: "onEdge", edgeId: edge.id }, at },
    );
  };
  return (
    <GraphContext value={context}>
      <DrawingContext value={drawingContext}>
        <ReactFlow<FlowItem, FlowEdge>
          // Remount when the direction or the graph changes.
          key={state.key}
          ref={canvas}
          aria-label={label}
          // A click on the background leaves the focus here, so that keys work.
          tabIndex={-1}
          className="outline-none"
          nodes={nodes}
          edges={isFar ? noEdges : edges}
          {...behaviour}
          nodesDraggable={!isReadOnly}
          nodesConnectable={!isReadOnly}
          onlyRenderVisibleElements={drawing.nodes.length > manyNodes}
          onKeyDown={(event) =>
            pressInDrawing(event, {
              chosen,
              isReadOnly,
              onCommand,
              drawing,
              focusOn,
              place,
              onFold: fold,
              showAll: view.showAll,
              showNodes: view.showNodes,
              onFind: () => setIsFinding(true),
              onAskAdd: (nodeId) =>
                ask({
                  kind: "add",
                  place: nodeId === null ? { kind: "apart" } : { kind: "after", nodeId },
                  at: null,
                }),
              onAddNote: state.addNote,
              onAskInsert: (edgeId) => ask({ kind: "add", place: { kind: "onEdge", edgeId }, at: null }),
              onAskConnect: (from) => ask({ kind: "connect", from }),
            })
          }
          {...afterFrame}
          onNodesChange={(changes) => {
            drag.dragTo(placesIn(changes));
            select(chosenAfter(chosen, changes, "nodes"));
          }}
          onEdgesChange={(changes) => select(chosenAfter(chosen, changes, "edges"))}
          onNodeDragStop={drag.drop}
          onSelectionDragStop={drag.drop}
          onConnect={({ source, target }) => onCommand({ kind: "connect", from: source, to: target })}
          isValidConnection={({ source, target }) => canConnect(source, target)}
          onConnectEnd={(event, { isValid, fromNode, toNode }) => {
            if (isValid === true || fromNode === null || toNode !== null || !("clientX" in event)) return;
            const at = screenToFlowPosition({ x: event.clientX, y: event.clientY });
            ask({ kind: "add", place: { kind: "after", nodeId: fromNode.id }, at });
          }}
          onEdgeMouseEnter={pointAtEdge}
          onPaneMouseMove={({ target }) => {
            // Edges are inside the pane, so their events arrive here too.
            if (target instanceof Element && target.matches(".react-flow__pane")) setOverEdge(null);
          }}
          onNodeDoubleClick={openForm}
          onDoubleClick={(event) => {
            if (
              isReadOnly ||
              !(event.target instanceof Element) ||
              !event.target.matches(".react-flow__pane")
            )
              return;
            ask({
              kind: "add",
              place: { kind: "apart" },
              at: screenToFlowPosition({ x: event.clientX, y: event.clientY }),
            });
          }}
          onMoveStart={(event) => {
            // A move that no person made has no event, whatever the type says.
            if (event instanceof Event) isMoved.current = true;
          }}
          onMoveEnd={state.tryFocus}
          onDragOver={(event) => {
            if (isNodeDragged(event.dataTransfer)) event.preventDefault();
          }}
          onDrop={dropNode}
          onCopy={(event) => copyInto(event, copyText())}
          onCut={(event) => {
            if (isReadOnly || !copyInto(event, copyText())) return;
            canvas.current?.focus();
            onCommand({ kind: "cut" });
          }}
          onPaste={(event) => {
            if (isReadOnly || isTypedInto(event.target)) return;
            event.preventDefault();
            onCommand({ kind: "paste", text: event.clipboardData.getData("text/plain") });
          }}
        >
          <FitToRoom room={room} shape={drawing.shape} isMoved={isMoved} fit={view.fit} />
          {isFar ? <FarEdges edges={edges} places={state.places} /> : null}
          <DrawingOverlays {...props} state={state} isMoved={isMoved} onFind={() => setIsFinding(true)} />
        </ReactFlow>
        <DrawingFields
          {...props}
          state={state}
          canvas={canvas}
          isMoved={isMoved}
          isFinding={isFinding}
          onFindingChange={setIsFinding}
        />
      </DrawingContext>
    </GraphContext>
  );
}

function isTypedInto(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select");
}

/** Copies the selected nodes to the clipboard; false if no nodes are selected, or text is. */
function copyInto(event: ClipboardEvent, text: string | null): boolean {
  if (text === null || isTypedInto(event.target)) return false;
  event.preventDefault();
  event.clipboardData.setData("text/plain", text);
  return true;
}
