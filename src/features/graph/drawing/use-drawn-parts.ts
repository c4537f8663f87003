"use client";

import { useMemo, useState } from "react";
import type { GroupShape } from "../graph-shape.ts";
import type { Drawing } from "../use-drawing.ts";
import type { Chosen } from "./drawing-command.ts";
import { DrawnNodes, drawnEdges } from "./drawn-elements.ts";
import { drawnMarks } from "./drawn-marks.ts";
import { foldedEdges, foldedNodes, placesWithFolded } from "./folded-groups.ts";
import type { FlowItem, useDrag } from "./use-drag.ts";

const noGroups: readonly GroupShape[] = [];

interface DrawnPartsOf {
  readonly drawing: Drawing;
  readonly chosen: Chosen;
  readonly foldedGroups: ReadonlySet<string>;
  readonly drag: ReturnType<typeof useDrag>;
  readonly isFar: boolean;
}

/** Everything in a drawing, as props for React Flow. */
export function useDrawnParts({ drawing, chosen, foldedGroups, drag, isFar }: DrawnPartsOf) {
  const [drawn] = useState(() => new DrawnNodes());
  const { groups = noGroups } = drawing.shape;
  const { nodeIds, edgeIds } = chosen;
  const folded = useMemo(() => foldedNodes(groups, foldedGroups, nodeIds), [groups, foldedGroups, nodeIds]);
  const nodes = useMemo((): FlowItem[] => {
    const marks = drawnMarks(drawing.shape, drag.places, new Set(nodeIds), folded, drawing.direction);
    const own = drawn.make(drawing, nodeIds, drag.dragged, isFar);
    return [...marks, ...(folded.size === 0 ? own : own.filter(({ id }) => !folded.has(id)))];
  }, [drawn, drawing, nodeIds, drag.dragged, drag.places, isFar, folded]);
  const edges = useMemo(
    () => foldedEdges(drawnEdges(drawing, new Set(edgeIds)), folded),
    [drawing, edgeIds, folded],
  );
  /** Of nodes and of folded groups. */
  const places = useMemo(() => placesWithFolded(groups, drag.places, folded), [groups, drag.places, folded]);
  return { nodes, edges, places };
}
