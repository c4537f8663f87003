import { AppError } from "#core/errors.ts";
import type { RunId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { hasRun } from "#server/db/run/children/read-tree.ts";
import { listSteps, type ShownStep } from "#server/db/run/reading/list-steps.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/** So much of what was said is told for each step; the model was told all of it. */
export const shownStepCharacters = 4_000;

export interface ListAgentStepsInput {
  readonly runId: RunId;
  readonly nodeId: string;
  /** Of the page before; null for the first page. */
  readonly cursor: number | null;
  /** 1 to 200. */
  readonly limit: number;
}

export interface AgentStepsPage {
  /** In the order in which they began. */
  readonly steps: readonly ShownStep[];
  /** Null on the last page. */
  readonly nextCursor: number | null;
}

/**
 * A page of the turns and calls of an agent with tools. None for any other node.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function listAgentSteps(
  context: ServiceContext,
  { runId, nodeId, cursor, limit }: ListAgentStepsInput,
): Promise<AgentStepsPage> {
  authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  const room = { steps: limit + 1, characters: shownStepCharacters };
  const found = await withTenant(context.db, workspaceId, async (tx) => {
    const steps = await listSteps(tx, workspaceId, { runId, nodeId }, cursor ?? 0, room);
    if (steps.length === 0 && !(await hasRun(tx, workspaceId, runId)))
      throw new AppError("NOT_FOUND", `There is no run ${runId} in this workspace.`);
    return steps;
  });
  const steps = found.slice(0, limit);
  return { steps, nextCursor: found.length > limit ? (steps.at(-1)?.seq ?? null) : null };
}
