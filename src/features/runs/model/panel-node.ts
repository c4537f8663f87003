import { isTerminalRun } from "#core/run/status.ts";
import type { RunView } from "#core/run/view/fold.ts";

/**
 * The node in the panel beside the graph; null for the run as a whole. It is the selection (`chosen` from the URL: a
 * node's id or `run`). Without one it is the longest-running node, so that two streaming nodes do not alternate; after
 * the end, the failed node, or the run.
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
