import { isTerminalRun } from "#core/run/status.ts";
import type { RunView } from "#core/run/view/fold.ts";

/**
 * The node that the panel beside the graph shows; null for the run as a whole. It is what somebody chose (`chosen` from
 * the address: a node's id or `run`), or else what is worth looking at: the node that has been running longest, so that
 * two that speak at once do not take the page from each other; after the end, the node that failed, or the run.
 */
export function panelNode(view: RunView, chosen: string | null): string | null {
  if (chosen === "run") return null;
  if (chosen !== null && view.nodes.has(chosen)) return chosen;
  return isTerminalRun(view.status) ? failedNode(view) : nodeAtWork(view);
}

function nodeAtWork(view: RunView): string | null {
  let best: { readonly nodeId: string; readonly startedAtMs: number; readonly isRunning: boolean } | null =
    null;
  for (const { nodeId, status, startedAtMs } of view.nodes.values()) {
    if ((status !== "running" && status !== "waiting") || startedAtMs === null) continue;
    const isRunning = status === "running";
    const isBetter =
      best === null ||
      (isRunning && !best.isRunning) ||
      (isRunning === best.isRunning && startedAtMs < best.startedAtMs);
    if (isBetter) best = { nodeId, startedAtMs, isRunning };
  }
  return best?.nodeId ?? null;
}

function failedNode(view: RunView): string | null {
  for (const node of view.nodes.values()) {
    if (node.status === "failed" && !node.isHandled) return node.nodeId;
  }
  return null;
}
