import type { Status } from "#components/ui/display/status.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import type { Pins } from "./pins.ts";
import type { LastResult, LastValues } from "./preview-scope.ts";

export type RunSnapshot = RouterOutputs["runs"]["get"];
export type LastNode = RunSnapshot["nodeRuns"][number];

/** What a node shows of the selected run. */
export interface NodeMark {
  readonly status: Status;
  /** It failed, and its `onError` let the run continue. */
  readonly isCaught: boolean;
  /** The branch it chose; null if it chose none. */
  readonly branch: string | null;
  /** The start of its output; null if it has none, or if it is unknown. */
  readonly output: string | null;
  readonly isPinned: boolean;
}

/** The last node run of each node. */
export function lastNodes({ nodeRuns }: Pick<RunSnapshot, "nodeRuns">): ReadonlyMap<string, LastNode> {
  return new Map(nodeRuns.map((one) => [one.nodeId, one]));
}

/** A run's values, with pins in place of its own outputs. Null: no run, so nothing to try with. */
export function lastValuesOf(
  view: RunSnapshot | null,
  pins: Pins,
  triggerId: string | null,
): LastValues | null {
  if (view === null) return null;
  const results = new Map<string, LastResult>();
  for (const [nodeId, node] of lastNodes(view)) {
    const hasEnded = node.finishedAtMs !== null;
    if (hasEnded && !node.outputLeftOut) results.set(nodeId, resultOf(node, view));
  }
  for (const [nodeId, output] of Object.entries(pins)) {
    const { branch = null, stop = null } = results.get(nodeId) ?? {};
    results.set(nodeId, { hasOutput: true, output, branch, stop });
  }
  const { id: runId, input, variables, createdAtMs, startedAtMs } = view.run;
  const pinned = triggerId === null ? undefined : pins[triggerId];
  return {
    input: pinned === undefined ? input : pinned,
    variables: isJsonObject(variables) ? (variables as JsonObject) : {},
    runId,
    startedAtMs: startedAtMs ?? createdAtMs,
    results,
  };
}

function resultOf(node: LastNode, view: RunSnapshot): LastResult {
  const { status, output, branch, stop } = node;
  return { hasOutput: status === "completed" || wasCaught(node, view), output, branch, stop };
}

/** A failed node whose `onError` says so always lets the run continue; its fallback may be null. */
function wasCaught({ nodeId, status }: LastNode, { definition }: RunSnapshot): boolean {
  return (
    status === "failed" && definition.nodes.some(({ id, onError }) => id === nodeId && onError !== "fail")
  );
}

/** What each node shows in the drawing. */
export function nodeMarksOf(view: RunSnapshot | null, pins: Pins): ReadonlyMap<string, NodeMark> {
  const nodes = view === null ? new Map<string, LastNode>() : lastNodes(view);
  const ids = new Set([...nodes.keys(), ...Object.keys(pins)]);
  return new Map(
    [...ids].map((id): [string, NodeMark] => {
      const node = nodes.get(id);
      const isPinned = Object.hasOwn(pins, id);
      const value = isPinned
        ? pins[id]
        : node?.status === "completed" && !node.outputLeftOut
          ? node.output
          : null;
      const { status = "pending", branch = null } = node ?? {};
      const isCaught = view !== null && node !== undefined && wasCaught(node, view);
      return [id, { status, isCaught, branch, output: beginningOf(value ?? null), isPinned }];
    }),
  );
}

const shownCharacters = 60;

function beginningOf(value: Json): string | null {
  if (value === null) return null;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.slice(0, shownCharacters).replace(/\s+/g, " ").trim();
}
