import { type SketchNode, sketchOf } from "#core/gestures/sketch.ts";
import type { Json } from "#core/json/json.ts";
import { waysOfWritten } from "#core/nodes/type-of.ts";
import { upToNode } from "#core/pipeline/up-to-node.ts";
import type { ForkChanges } from "#core/run/fork/fork-changes.ts";
import { lastNodes, type RunSnapshot } from "./last-values.ts";
import type { Pins } from "./pins.ts";

/** What runs: only the node, or also the changed nodes before it. */
export type TryReach = "alone" | "up-to";

/** The input of `runs.planFork` and `runs.fork` for trying a node of the draft. */
export interface TryRequest {
  readonly fromNodeIds: readonly string[];
  readonly changes: ForkChanges;
}

/** Tries a node of the draft with the results of a run and with pinned outputs. */
export function tryRequest(
  draft: Json,
  nodeId: string,
  reach: TryReach,
  { view, pins }: { readonly view: RunSnapshot; readonly pins: Pins },
): TryRequest {
  const before = nodesBefore(draft, nodeId);
  const known = lastNodes(view);
  const trigger = before.find(({ raw }) => raw.type === "trigger");
  const given = before.filter((node) => Object.hasOwn(pins, node.id) && mayPin(node) && node !== trigger);
  const givenIds = new Set(given.map(({ id }) => id));
  const hasResult = (id: string) => ["completed", "skipped"].includes(known.get(id)?.status ?? "");
  const input = trigger === undefined ? undefined : pins[trigger.id];
  const pinned = before
    .map(({ id }) => id)
    .filter((id) => hasResult(id) && !givenIds.has(id) && !(input !== undefined && id === trigger?.id));
  return {
    fromNodeIds: [nodeId],
    changes: {
      version: "draft",
      until: nodeId,
      ...(reach === "alone" && pinned.length > 0 ? { pinned } : {}),
      ...(given.length === 0
        ? {}
        : { outputs: Object.fromEntries(given.map(({ id }) => [id, pins[id] ?? null])) }),
      ...(input === undefined ? {} : { input }),
    },
  };
}

/** Whether an output can be pinned: not for a node that chooses a branch, since its output alone does not say which. */
export function mayPin({ raw }: Pick<SketchNode, "raw">): boolean {
  return waysOfWritten(raw) === null;
}

function nodesBefore(draft: Json, nodeId: string): readonly SketchNode[] {
  return sketchOf(upToNode(draft, nodeId) ?? {}).nodes.filter(({ id }) => id !== nodeId);
}
