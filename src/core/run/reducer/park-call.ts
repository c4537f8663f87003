import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import type { Happening } from "../happening.ts";
import type { Ignored, Scratch } from "./scratch.ts";
import { closeEntry } from "./wait.ts";

/** The budgets have no room for a node's next call: it waits, and no worker holds it meanwhile. */
export function parkCall(
  scratch: Scratch,
  node: PlanNode,
  { attempt, entry, untilMs, isBetweenTurns }: Extract<Happening, { kind: "call.parked" }>,
): Ignored {
  const { id: nodeId } = node;
  const phase = scratch.phases[nodeId];
  const mayPark = isBetweenTurns === true ? phase === "running" : phase === "ready" || phase === "retrying";
  if (!mayPark) return `the node is ${phase}`;
  const latest = scratch.attempts[nodeId];
  if (latest?.awaitsRuns === true) return "runs of its tools are in flight";
  const number = latest?.number ?? 0;
  if (isBetweenTurns === true ? attempt !== number : attempt <= number) return `attempt ${attempt} is over`;
  // An attempt that ends between two turns has not failed and does not use up a try.
  if (isBetweenTurns === true && latest !== undefined) {
    scratch.attempts[nodeId] = { ...latest, failedBefore: (latest.failedBefore ?? 0) + 1 };
  }
  const { kind, title } = entry;
  scratch.phases[nodeId] = "waiting";
  // It has no deadline of its own: it ends when room is found for it.
  const isFirst = scratch.attempts[nodeId] === undefined;
  const startedAt = isFirst ? { startedAtMs: scratch.context.nowMs } : {};
  scratch.changes.push({ nodeId, status: "waiting", ...startedAt });
  scratch.events.push({ type: "node.waiting", nodeId, untilMs, kind, title });
  scratch.waits.push({ kind: "open", nodeId, deadlineAtMs: null, entry });
  return null;
}

/** The log already says that it waits. */
export function keepCall(
  scratch: Scratch,
  node: PlanNode,
  { entry }: Extract<Happening, { kind: "call.kept" }>,
): Ignored {
  const phase = scratch.phases[node.id];
  if (phase !== "waiting" || node.kind !== "effect") return `the node is ${phase}`;
  if (scratch.attempts[node.id]?.awaitsRuns === true) return "runs of its tools are in flight";
  scratch.changes.push({ nodeId: node.id, status: "waiting" });
  scratch.waits.push({ kind: "renew", nodeId: node.id, entry });
  return null;
}

/** A waiting call begins: its wait is over. */
export function resumeCall(scratch: Scratch, node: PlanNode): void {
  scratch.events.push({ type: "node.resumed", nodeId: node.id, ending: "room" });
  closeEntry(scratch, node, "room", null);
}
