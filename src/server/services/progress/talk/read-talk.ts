import type { Scope } from "#core/expression/scope.ts";
import { asksModels } from "#core/nodes/type-of.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import {
  type AgentStep,
  doubtfulCalls,
  isTalking,
  nextInTalk,
  reachedLimit,
  type ToolStep,
  unknownAnswer,
} from "#core/run/agent/agent-steps.ts";
import { boundCall, boundTurn, type CallBound } from "#core/run/agent/bound-call.ts";
import type { RepairTurn } from "#core/run/agent/repair-turn.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { readAgentSteps } from "#server/db/run/progress/agent-steps/read-steps.ts";
import type { Changeset } from "../step/changeset.ts";

/** What an agent with tools has said and done so far. */
export interface Talk {
  /** With the doubtful calls as those that nobody knows the effect of. */
  readonly steps: readonly AgentStep[];
  /** Calls that act on the world and had begun when their worker was lost: they are not made again. */
  readonly doubts: readonly ToolStep[];
}

/** Null for nodes that have no steps of their own. Call it when no attempt of the node is in flight. */
export async function readTalk(
  tx: TenantSql,
  { run: { workspaceId, runId } }: Changeset,
  node: PlanNode,
): Promise<Talk | null> {
  if (!isTalking(node)) return null;
  const steps = await readAgentSteps(tx, { workspaceId, runId, nodeId: node.id });
  const doubts = doubtfulCalls(steps);
  const seqs = new Set(doubts.map(({ seq }) => seq));
  const settled = steps.map((step) =>
    step.kind === "tool" && seqs.has(step.seq)
      ? { ...step, status: "unknown" as const, result: unknownAnswer }
      : step,
  );
  return { steps: settled, doubts };
}

/** The call of a model that a node makes next. */
export interface NextCall {
  readonly bound: CallBound;
  /** The turn of an agent with tools; 0: the only call of its attempt. */
  readonly step: number;
}

/** Null where the node asks no model, or has something else to do before it does. */
export function nextCallOf(
  node: PlanNode,
  scope: Scope,
  { repair, steps }: { readonly repair: RepairTurn | null; readonly steps: readonly AgentStep[] | null },
): NextCall | null {
  if (!asksModels(node)) return null;
  if (!isTalking(node) || steps === null) return { bound: boundCall(node, scope, repair), step: 0 };
  if (nextInTalk(steps).kind !== "turn" || reachedLimit(node.agent.talk, steps) !== null) return null;
  return { bound: boundTurn(node, scope, steps, repair), step: (steps.at(-1)?.seq ?? 0) + 1 };
}
