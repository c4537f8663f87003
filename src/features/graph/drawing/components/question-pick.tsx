"use client";

import { useReactFlow } from "@xyflow/react";
import type { RefObject } from "react";
import { type NodeTypeName, nodeTypes } from "#core/nodes/registry.ts";
import { nodeSize } from "../../node-place.ts";
import type { Drawing } from "../../use-drawing.ts";
import type { DrawingQuestion, WantedPlace } from "../drawing-props.ts";
import { middleOf } from "../neighbours.ts";
import { QuickPick } from "./quick-pick.tsx";

interface QuestionPickProps {
  readonly question: DrawingQuestion;
  readonly drawing: Drawing;
  readonly mayHaveTrigger: boolean;
  readonly frame: RefObject<HTMLElement | null>;
  readonly canConnect: (from: string, to: string) => boolean;
  readonly onAdd: (type: NodeTypeName, wanted: WantedPlace) => void;
  readonly onConnect: (from: string, to: string) => void;
  readonly onClose: () => void;
  readonly onLeave: () => void;
}

/** Asks which node to add or connect; offers only what fits. */
export function QuestionPick(props: QuestionPickProps) {
  const { question, drawing, mayHaveTrigger, canConnect, onAdd, onConnect, onClose, onLeave } = props;
  const at = useCorner(props);
  if (question.kind === "connect") {
    const { from } = question;
    const targets = drawing.shape.nodes.filter(({ id }) => canConnect(from, id));
    return (
      <QuickPick
        label="Connect to a node"
        nothing="There is no node that this one can connect to."
        items={targets.map(({ id, name, type }) => ({ key: id, type, title: name, detail: id }))}
        at={at}
        onPick={(to) => onConnect(from, to)}
        onClose={onClose}
        onLeave={onLeave}
      />
    );
  }
  const fitting = nodeTypes.filter(
    ({ type }) => type !== "trigger" || (question.place.kind === "apart" && mayHaveTrigger),
  );
  return (
    <QuickPick
      label={question.place.kind === "onEdge" ? "Insert a node" : "Add a node"}
      nothing=""
      items={fitting.map(({ type, title, summary }) => ({ key: type, type, title, detail: summary }))}
      at={at}
      onPick={(key) => {
        const picked = fitting.find(({ type }) => type === key);
        if (picked !== undefined) onAdd(picked.type, question);
      }}
      onClose={onClose}
      onLeave={onLeave}
    />
  );
}

/** The list's approximate size, for keeping it inside the drawing. */
const [listWidth, listHeight] = [328, 340];

/** Beside the element in question, and inside the drawing. */
function useCorner({ question, drawing, frame }: QuestionPickProps): {
  readonly x: number;
  readonly y: number;
} {
  const { flowToScreenPosition } = useReactFlow();
  const room = frame.current?.getBoundingClientRect();
  if (room === undefined) return { x: 8, y: 8 };
  const place = placeOf(question, drawing);
  const point =
    place === null ? { x: room.right - listWidth, y: room.top + 40 } : flowToScreenPosition(place);
  const within = (value: number, most: number) => Math.max(8, Math.min(value, most));
  return {
    x: within(point.x - room.left, room.width - listWidth),
    y: within(point.y - room.top, room.height - listHeight),
  };
}

function placeOf(question: DrawingQuestion, { places, shape }: Drawing) {
  if (question.kind === "add" && question.at !== null) return question.at;
  if (question.kind === "add" && question.place.kind === "onEdge") {
    const { edgeId } = question.place;
    const edge = shape.edges.find(({ id }) => id === edgeId);
    return edge === undefined ? null : middleOf(edge, places);
  }
  const nodeId =
    question.kind === "connect"
      ? question.from
      : question.place.kind === "after"
        ? question.place.nodeId
        : null;
  const node = nodeId === null ? undefined : places.get(nodeId);
  return node === undefined ? null : { x: node.x + nodeSize.width + 12, y: node.y };
}
