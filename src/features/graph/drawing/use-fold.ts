"use client";

import { useStable } from "#components/ui/use-stable.ts";
import type { DrawingPaneProps } from "./drawing-props.ts";
import { isFolded } from "./folded-groups.ts";

/** Folds an open group, or unfolds a folded one. */
export function useFold({ drawing, chosen, folded, onFold, onCommand }: DrawingPaneProps) {
  return useStable((groupId: string) => {
    const group = drawing.shape.groups?.find(({ id }) => id === groupId);
    if (group === undefined) return;
    const wasFolded = isFolded(group, folded, chosen.nodeIds);
    onFold(groupId, !wasFolded);
    const isHeldOpen = group.nodeIds.some((id) => chosen.nodeIds.includes(id));
    if (!wasFolded && isHeldOpen) onCommand({ kind: "choose", chosen: { nodeIds: [groupId], edgeIds: [] } });
  });
}
