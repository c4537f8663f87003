import type { ErrorInfo } from "#core/errors.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import { inputsNeeded } from "#core/run/reducer/outputs-needed.ts";
import { type NodeInput, resolveNodeInput } from "#core/run/reducer/resolve-node-input.ts";
import { itemOf } from "#core/run/tree.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { readNodeError } from "#server/db/run/reading/read-node-error.ts";
import type { Changeset } from "../step/changeset.ts";
import { loadMissingOutputs } from "../step/load-missing-outputs.ts";

/** The input of a node's attempt, and what its templates and expressions see. */
export async function resolveAttemptInput(
  tx: TenantSql,
  changeset: Changeset,
  node: PlanNode,
): Promise<NodeInput> {
  const { run, plan, state, outputs } = changeset;
  await loadMissingOutputs(tx, changeset, inputsNeeded(plan, node.id));
  const { runId, input: trigger, variables, startedAtMs } = run;
  const undoneError = node.undoes === null ? null : await readUndoneError(tx, changeset, node.undoes);
  const item = itemOf(run.child);
  const context = { trigger, variables, runId, startedAtMs, outputs, undoneError, item };
  return resolveNodeInput(plan, state, node.id, context);
}

/** Why a node that is to be undone failed. Null where it completed, or was stopped. */
async function readUndoneError(
  tx: TenantSql,
  changeset: Changeset,
  nodeId: string,
): Promise<ErrorInfo | null> {
  if (changeset.state.phases[nodeId] === "completed") return null;
  const { workspaceId, runId } = changeset.run;
  return changeset.changes.get(nodeId)?.error ?? readNodeError(tx, { workspaceId, runId, nodeId });
}

/** A claimed node's input is stored on its node run from the moment it starts. */
export function noteInput(changeset: Changeset, node: PlanNode, input: NodeTask["scope"]["input"]): void {
  const change = changeset.changes.get(node.id);
  if (change !== undefined) changeset.changes.set(node.id, { ...change, input });
}
