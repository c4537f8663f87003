import type { PenstockClient } from "#client/create-client.ts";
import { formatCost, formatDuration, formatTable, formatTokens } from "./figures.ts";

export type RunReport = Awaited<ReturnType<PenstockClient["runs"]["get"]["query"]>>;

const header = ["Node", "Status", "Model", "Attempts", "Tokens in", "Tokens out", "Cost", "Time"];
const figures = new Set([3, 4, 5, 6, 7]);

/** What the run did and cost, per node in the definition's order, and in total. */
export function summarizeRun(report: RunReport): readonly string[] {
  const { definition, nodeRuns, run } = report;
  const nodes = definition.nodes.flatMap((node) =>
    nodeRuns
      .filter((nodeRun) => nodeRun.nodeId === node.id)
      .map((nodeRun) => describeNode(report, node.name ?? node.id, nodeRun)),
  );
  const total = [
    "Total",
    run.status,
    "",
    "",
    formatTokens(run.inputTokens),
    formatTokens(run.outputTokens),
    formatCost(run.costMicros, run.isSandbox),
    formatDuration((run.finishedAtMs ?? run.createdAtMs) - run.createdAtMs),
  ];
  const lines = formatTable([header, ...nodes, total], figures);
  const rule = "─".repeat(Math.max(...lines.map((line) => line.length)));
  return [...lines.slice(0, 1), rule, ...lines.slice(1, -1), rule, ...lines.slice(-1)];
}

function describeNode(
  report: RunReport,
  name: string,
  nodeRun: RunReport["nodeRuns"][number],
): readonly string[] {
  const calls = report.attempts.filter(
    (attempt) => attempt.nodeId === nodeRun.nodeId && attempt.model !== null,
  );
  const call = calls.at(-1);
  const timeMs = (nodeRun.finishedAtMs ?? 0) - (nodeRun.startedAtMs ?? nodeRun.finishedAtMs ?? 0);
  if (call === undefined) {
    return [
      name,
      nodeRun.status,
      "",
      "",
      "",
      "",
      "",
      nodeRun.finishedAtMs === null ? "" : formatDuration(timeMs),
    ];
  }
  return [
    name,
    nodeRun.status,
    `${call.provider}/${call.model}`,
    String(nodeRun.attemptCount),
    formatTokens(nodeRun.inputTokens),
    formatTokens(nodeRun.outputTokens),
    formatCost(nodeRun.costMicros, nodeRun.isSandbox),
    formatDuration(timeMs),
  ];
}
