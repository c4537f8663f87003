"use client";

import { Panel, useReactFlow } from "@xyflow/react";
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from "react";
import { cn } from "#components/ui/class-names.ts";
import { Input } from "#components/ui/controls/input.tsx";
import { stepInList } from "#components/ui/controls/step-in-list.ts";
import { findNodes } from "../find-nodes.ts";
import { useGraphContext } from "../graph-context.ts";
import type { GraphNodeShape, InnerNodeShape } from "../graph-shape.ts";
import { nodeSize } from "../node-place.ts";
import { NodeTypeIcon } from "./node-type-icon.tsx";

const mostShown = 8;
const moveMs = 140;
/** Zoom in at least this far, so that a name can be read. */
const readableZoom = 0.9;

interface NodeFinderProps {
  readonly nodes: readonly GraphNodeShape[];
  /** Nodes in other graphs of the same pipeline. */
  readonly inner?: readonly InnerNodeShape[];
  /** Called when one of them is chosen. */
  readonly onGoTo?: (node: InnerNodeShape) => void;
  readonly isMoved: RefObject<boolean>;
  readonly onClose: () => void;
}

/** Finds a node by name, selects it and centres the view on it. Enter goes there, Escape closes. */
export function NodeFinder({ nodes, inner = [], onGoTo, isMoved, onClose }: NodeFinderProps) {
  const { onSelect } = useGraphContext();
  const goTo = useGoToNode(isMoved);
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  const [wanted, setWanted] = useState("");
  const [active, setActive] = useState(0);
  useEffect(() => field.current?.focus(), []);
  const found: readonly FoundNode[] = [...findNodes(nodes, wanted), ...findNodes(inner, wanted)];
  const shown = found.slice(0, mostShown);
  const choose = (node: FoundNode | undefined) => {
    if (node === undefined) return;
    if (isInner(node)) {
      onClose();
      onGoTo?.(node);
      return;
    }
    onSelect(node.id);
    goTo(node.id);
  };
  const press = (event: KeyboardEvent) => {
    const next = stepInList(event.key, active, shown.length);
    if (event.key === "Escape") onClose();
    else if (event.key === "Enter") choose(shown[active]);
    else if (next !== null) setActive(next);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Panel position="top-left" className="nowheel nopan w-80 max-w-[calc(100%-30px)]">
      <Input
        ref={field}
        type="search"
        role="combobox"
        aria-label="Find a node"
        aria-expanded={shown.length > 0}
        aria-controls={shown.length > 0 ? listId : undefined}
        aria-activedescendant={shown.length > 0 ? `${listId}-${active}` : undefined}
        placeholder={`Find one of ${nodes.length + inner.length} nodes`}
        className="shadow-float"
        value={wanted}
        onChange={(event) => {
          setWanted(event.target.value);
          setActive(0);
        }}
        onKeyDown={press}
      />
      {wanted.trim() === "" ? null : (
        <div className="mt-1 rounded-base border bg-raised p-1 shadow-float">
          <FoundNodes id={listId} nodes={shown} active={active} onPoint={setActive} onChoose={choose} />
          <p role="status" className="px-2 py-1 text-ink-faint">
            {found.length === 0 ? "No node with that name." : countOf(found.length)}
          </p>
        </div>
      )}
    </Panel>
  );
}

function countOf(count: number): string {
  if (count === 1) return "1 node";
  return count > mostShown ? `The first ${mostShown} of ${count} nodes` : `${count} nodes`;
}

interface FoundNodesProps {
  readonly id: string;
  readonly nodes: readonly FoundNode[];
  readonly active: number;
  readonly onPoint: (index: number) => void;
  readonly onChoose: (node: FoundNode) => void;
}

function FoundNodes({ id, nodes, active, onPoint, onChoose }: FoundNodesProps) {
  if (nodes.length === 0) return null;
  const options = nodes.map((node, index) => {
    const option = {
      id: `${id}-${index}`,
      role: "option",
      "aria-selected": index === active,
      onPointerMove: () => onPoint(index),
      // Keep the focus in the field.
      onPointerDown: (event: { preventDefault(): void }) => event.preventDefault(),
      onClick: () => onChoose(node),
    } as const;
    return (
      <div
        key={keyOf(node)}
        {...option}
        className={cn(
          "flex h-8 cursor-pointer items-center gap-2 rounded-small px-2",
          index === active && "bg-accent-soft",
        )}
      >
        <NodeTypeIcon type={node.type} />
        <span className="min-w-0 grow truncate">{node.name}</span>
        {isInner(node) ? (
          <span className="max-w-32 shrink-0 truncate text-ink-faint">{placeOf(node)}</span>
        ) : node.id === node.name ? null : (
          <span className="figures max-w-24 shrink-0 truncate text-ink-faint">{node.id}</span>
        )}
      </div>
    );
  });
  return (
    <div id={id} role="listbox" aria-label="Nodes found">
      {options}
    </div>
  );
}

type FoundNode = GraphNodeShape | InnerNodeShape;

function isInner(node: FoundNode): node is InnerNodeShape {
  return "within" in node;
}

function placeOf({ within }: InnerNodeShape): string {
  return within.length === 0 ? "in the pipeline" : `in ${within.map(({ name }) => name).join(", ")}`;
}

function keyOf(node: FoundNode): string {
  return JSON.stringify([node.id, isInner(node) ? node.within.map(({ id }) => id) : "here"]);
}

/** Centres the view on a node, zoomed in far enough to read it. */
function useGoToNode(isMoved: RefObject<boolean>): (nodeId: string) => void {
  const { getNode, getZoom, setCenter } = useReactFlow();
  return (nodeId) => {
    const node = getNode(nodeId);
    if (node === undefined) return;
    isMoved.current = true;
    const { x, y } = node.position;
    void setCenter(x + nodeSize.width / 2, y + nodeSize.height / 2, {
      zoom: Math.max(getZoom(), readableZoom),
      duration: moveMs,
    });
  };
}
