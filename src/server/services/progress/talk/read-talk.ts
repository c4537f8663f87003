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
  /** Includes the doubtful calls, with unknown effect. */
  readonly steps: readonly AgentStep[];
  /** Calls with effects that were in progress when their worker was lost: they are not repeated. */
  readonly doubts: readonly ToolStep[];
}

/** Null for nodes without steps. Call it when no attempt of the node is in flight. */
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

/** The next model call of a node. */
export interface NextCall {
  readonly bound: CallBound;
  /** The turn of an agent with tools. 0: the only call of its attempt. */
  readonly step: number;
}

/** Null where the node calls no model, or has something else to do first. */
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
