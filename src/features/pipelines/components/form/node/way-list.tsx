"use client";

import { Plus, X } from "lucide-react";
import { IconButton } from "#components/ui/controls/icon-button.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { connectNodes, disconnectNodes, labelEdge } from "#core/gestures/connect-nodes.ts";
import type { Sketch, SketchEdge, SketchNode } from "#core/gestures/sketch.ts";
import { labelsOf, mayConnect, nodeNameOf } from "#core/gestures/ways.ts";
import type { MakeGesture } from "../../../hooks/drawing/use-gestures.ts";

interface WayListProps {
  readonly sketch: Sketch;
  readonly node: SketchNode;
  readonly isReadOnly: boolean;
  readonly make: MakeGesture;
  /** Asks for a node to insert into an edge. */
  readonly onChoose: (nodeId: string) => void;
}

/** A node's outgoing edges with their branches, and a button to add one. */
export function WayList({ sketch, node, isReadOnly, make, onChoose }: WayListProps) {
  const edges = sketch.edges.filter(({ from }) => from === node.id);
  const labels = labelsOf(node);
  const targets = sketch.nodes.filter(({ id }) => mayConnect(sketch, node.id, id));
  return (
    <fieldset className="grid gap-1.5 border-t pt-3">
      <legend className="sr-only">Leads to</legend>
      <p aria-hidden className="font-medium">
        Leads to
      </p>
      {edges.map((edge) => (
        <Way key={edge.id} edge={edge} labels={labels} {...{ sketch, isReadOnly, make, onChoose }} />
      ))}
      {edges.length === 0 ? <p className="text-ink-faint">Nothing comes after it.</p> : null}
      {targets.length === 0 || isReadOnly ? null : (
        <span className="flex items-center gap-2 text-ink-faint">
          <Plus aria-hidden className="size-4 shrink-0" />
          <Select
            aria-label="Connect to another node"
            value=""
            onChange={(event) => make(connectNodes(node.id, event.target.value))}
          >
            <option value="">Connect to another node</option>
            {targets.map((target) => (
              <option key={target.id} value={target.id}>
                {nodeNameOf(target)}
              </option>
            ))}
          </Select>
        </span>
      )}
    </fieldset>
  );
}

interface WayProps extends Omit<WayListProps, "node"> {
  readonly edge: SketchEdge;
  readonly labels: readonly string[];
}

function Way({ edge, labels, sketch, isReadOnly, make, onChoose }: WayProps) {
  const target = sketch.nodes.find(({ id }) => id === edge.to);
  const name = target === undefined ? edge.to : nodeNameOf(target);
  return (
    <span className="flex items-center gap-1.5">
      {labels.length === 0 ? null : (
        <Select
          aria-label={`Way to ${name}`}
          className="w-28"
          disabled={isReadOnly || edge.isNext}
          value={edge.condition ?? ""}
          onChange={(event) =>
            make(labelEdge(edge.id, event.target.value === "" ? null : event.target.value))
          }
        >
          {edge.condition === null || !labels.includes(edge.condition) ? (
            <option value={edge.condition ?? ""}>{edge.condition ?? "no label"}</option>
          ) : null}
          {labels.map((label) => (
            <option key={label} value={label}>
              {label}
            </option>
          ))}
        </Select>
      )}
      <button
        type="button"
        className="min-w-0 grow truncate rounded-small text-left text-accent hover:underline"
        onClick={() => onChoose(edge.to)}
      >
        {name}
      </button>
      <IconButton
        label={`Remove the edge to ${name}`}
        size="icon-small"
        disabled={isReadOnly}
        onClick={() => make(disconnectNodes([edge.id]))}
      >
        <X aria-hidden />
      </IconButton>
    </span>
  );
}
