import type { RunId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type ChildRun, hasRun, listChildRuns } from "#server/db/run/children/read-tree.ts";
import { listSteps, type ShownStep } from "#server/db/run/reading/list-steps.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { noSuchRun } from "#server/services/no-such.ts";

/** How many characters of each step's text are returned; the model saw all of it. */
export const shownStepCharacters = 4_000;

export interface ListAgentStepsInput {
  readonly runId: RunId;
  readonly nodeId: string;
  /** Of the previous page. Null for the first page. */
  readonly cursor: number | null;
  /** 1 to 200. */
  readonly limit: number;
}

/** A step, with the run that answers it. */
export interface StepWithRun extends ShownStep {
  /**
   * The run of a call whose tool is a pipeline. Null: none was started. Its cost includes that of all runs below it.
   */
  readonly run: Pick<ChildRun, "runId" | "pipelineName" | "status" | "costMicros" | "isSandbox"> | null;
}

export interface AgentStepsPage {
  /** In the order in which they began. */
  readonly steps: readonly StepWithRun[];
  /** Null on the last page. */
  readonly nextCursor: number | null;
}

/**
 * A page of the turns and calls of an agent with tools; empty for any other node.
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
    if (steps.length === 0 && !(await hasRun(tx, workspaceId, runId))) throw noSuchRun(runId);
    const after = { ordinal: cursor ?? 0, attempt: mostAttempts };
    const all = { runId, nodeId, onlyFailed: false };
    const runs = steps.some(({ kind }) => kind === "tool")
      ? await listChildRuns(tx, workspaceId, all, after, steps.length)
      : [];
    return withRuns(steps, runs);
  });
  const steps = found.slice(0, limit);
  return { steps, nextCursor: found.length > limit ? (steps.at(-1)?.seq ?? null) : null };
}

/** More attempts than any node has. */
const mostAttempts = 1_000_000;

/** Such a run is found by the number of its step. */
function withRuns(steps: readonly ShownStep[], runs: readonly ChildRun[]): readonly StepWithRun[] {
  const byStep = new Map(runs.map((run) => [run.ordinal, run]));
  return steps.map((step) => {
    const found = byStep.get(step.seq);
    if (found === undefined) return { ...step, run: null };
    const { runId, pipelineName, status, costMicros, isSandbox } = found;
    return { ...step, run: { runId, pipelineName, status, costMicros, isSandbox } };
  });
}
