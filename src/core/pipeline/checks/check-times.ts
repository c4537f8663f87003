import type { Problem } from "#core/errors.ts";
import { longestWaitMsOf, typeOf } from "#core/nodes/type-of.ts";
import type { NodeDefinition, PipelineDefinition } from "../definition.ts";
import { topologicalOrder } from "../graph/topological-order.ts";
import { warning } from "../problem.ts";

/**
 * Times that cannot fit: those longer than the run may work, and waits longer than the sender of a webhook waits for
 * the output. The run's clock is stopped while it only waits, so its own time limit does not bound waits.
 */
export function checkTimes(definition: PipelineDefinition): readonly Problem[] {
  return [
    ...waitsWithoutAnswer(definition),
    ...definition.nodes.flatMap((node) => timesOf(node, definition)),
  ];
}

function timesOf(node: NodeDefinition, { settings }: PipelineDefinition): readonly Problem[] {
  const found: Problem[] = [];
  const runMs = settings.timeoutSeconds * 1_000;
  const end = `but the run ends after ${inSeconds(settings.timeoutSeconds)} (settings.timeoutSeconds)`;
  if (node.timeoutMs !== undefined && node.timeoutMs > runMs) {
    const message = `Node "${node.id}" may take ${inSeconds(node.timeoutMs / 1_000)} (timeoutMs), ${end}.`;
    found.push(warning("DOES_NOT_FIT", message, { nodeId: node.id, path: ["timeoutMs"] }));
  }
  const { maxRetries, backoffBaseMs = 0, backoffMaxMs } = node.retry ?? {};
  const waitMs = Math.min(backoffBaseMs, backoffMaxMs ?? settings.retryBackoffMax * 1_000);
  if (waitMs >= runMs && maxRetries !== 0) {
    const message = `Node "${node.id}" waits up to ${inSeconds(waitMs / 1_000)} before its first retry, ${end}.`;
    found.push(warning("DOES_NOT_FIT", message, { nodeId: node.id, path: ["retry", "backoffBaseMs"] }));
  }
  return found;
}

/** Waits add up along the longest path: two of half a minute do not fit into a minute either. */
function waitsWithoutAnswer({ nodes, edges, triggers }: PipelineDefinition): readonly Problem[] {
  const sender = shortestSender(triggers);
  const sorted = topologicalOrder(
    nodes.map(({ id }) => id),
    edges,
  );
  if (sender === null || !sorted.ok) return [];
  const nodeById = new Map(nodes.map((node) => [node.id, node]));
  const incoming = Map.groupBy(edges, ({ to }) => to);
  const secondsAfter = new Map<string, number>();
  return sorted.order.flatMap((id) => {
    const node = nodeById.get(id);
    const own = node === undefined ? 0 : secondsOf(longestWaitMsOf(node));
    const before = (incoming.get(id) ?? []).reduce(
      (longest, { from }) => Math.max(longest, secondsAfter.get(from) ?? 0),
      0,
    );
    secondsAfter.set(id, before + own);
    const { waitSeconds } = sender;
    if (node === undefined || own === 0 || before + own < waitSeconds || before >= waitSeconds) return [];
    const together = before === 0 ? "" : " together with the waits before it";
    const howLong = Number.isFinite(before + own) ? inSeconds(before + own) : "for as long as it takes";
    const message = `${typeOf(node).title} "${id}" may wait ${howLong}${together}, but the sender of webhook "${sender.id}" waits ${inSeconds(waitSeconds)} for the output: it then gets only the run's id. Set respond to "accepted", or shorten the wait.`;
    return [warning("DOES_NOT_FIT", message, { nodeId: id, path: ["config"] })];
  });
}

function secondsOf(milliseconds: number | null): number {
  return milliseconds === null ? Number.POSITIVE_INFINITY : milliseconds / 1_000;
}

/** The webhook whose sender waits the shortest for the run's output; null if none waits for it. */
function shortestSender(triggers: PipelineDefinition["triggers"]) {
  const waiting = (triggers ?? []).flatMap((trigger) =>
    trigger.kind === "webhook" && trigger.respond !== "accepted"
      ? [{ id: trigger.id, waitSeconds: trigger.respond.waitSeconds }]
      : [],
  );
  return waiting.toSorted((one, other) => one.waitSeconds - other.waitSeconds)[0] ?? null;
}

function inSeconds(seconds: number): string {
  return `${seconds.toLocaleString("en-US")} s`;
}
