import type { Problem } from "#core/errors.ts";
import { waitMsOf } from "#core/nodes/type-of.ts";
import type { NodeDefinition, PipelineDefinition } from "../definition.ts";
import { topologicalOrder } from "../graph/topological-order.ts";
import { warning } from "../problem.ts";

/** Waits and times that cannot fit into the time of the run: it would end in the middle of them. */
export function checkTimes(definition: PipelineDefinition): readonly Problem[] {
  return [...delaysTooLong(definition), ...definition.nodes.flatMap((node) => timesOf(node, definition))];
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

/** Delays count along the longest way to each: two of half an hour do not fit into an hour either. */
function delaysTooLong({ nodes, edges, settings }: PipelineDefinition): readonly Problem[] {
  const sorted = topologicalOrder(
    nodes.map(({ id }) => id),
    edges,
  );
  if (!sorted.ok) return [];
  const nodeById = new Map(nodes.map((node) => [node.id, node]));
  const incoming = Map.groupBy(edges, ({ to }) => to);
  const secondsAfter = new Map<string, number>();
  return sorted.order.flatMap((id) => {
    const node = nodeById.get(id);
    const own = node === undefined ? 0 : waitMsOf(node) / 1_000;
    const before = (incoming.get(id) ?? []).reduce(
      (longest, { from }) => Math.max(longest, secondsAfter.get(from) ?? 0),
      0,
    );
    secondsAfter.set(id, before + own);
    if (own === 0 || before + own < settings.timeoutSeconds || before >= settings.timeoutSeconds) return [];
    const together = before === 0 ? "" : " together with the delays before it";
    const message = `Delay "${id}" waits ${inSeconds(before + own)}${together}, but the run ends after ${inSeconds(settings.timeoutSeconds)}: raise settings.timeoutSeconds, or shorten the wait.`;
    return [warning("DOES_NOT_FIT", message, { nodeId: id, path: ["config", "seconds"] })];
  });
}

function inSeconds(seconds: number): string {
  return `${seconds.toLocaleString("en-US")} s`;
}
