import { AppError } from "#core/errors.ts";
import type { RunId } from "#core/ids.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { policyInForce } from "#core/run/items.ts";
import type { ItemsAdjustment } from "#core/run/passes/attempt-count.ts";
import { type DirectTransaction, withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { noSuchRun } from "#server/services/no-such.ts";
import { applyHappening } from "#server/services/progress/step/apply-happening.ts";
import type { Changeset } from "#server/services/progress/step/changeset.ts";
import { commitProgress } from "#server/services/progress/step/commit-progress.ts";
import { openChangeset } from "#server/services/progress/step/open-changeset.ts";

export interface AdjustMapInput {
  readonly runId: RunId;
  readonly nodeId: string;
  /** The maximum number of items that run at the same time, 1 to 100. Absent: unchanged. */
  readonly concurrency?: number;
  /** How many items may fail, 0 to 10,000. Absent: unchanged. */
  readonly tolerate?: number;
}

/** The map's settings from now on. */
export interface AdjustedMap {
  readonly concurrency: number;
  /** How many items may fail. Null: a share of a list that is not known yet. */
  readonly tolerate: number | null;
}

/**
 * Changes how many items of a running map run at the same time, and how many may fail. Effective immediately: with more
 * room, more items start; with less, running items continue, and no other starts until there is room. Applies to all
 * attempts of the node in this run, and to no other run. Idempotent.
 * @throws AppError FORBIDDEN, NOT_FOUND (the run, or a node of it), INVALID_INPUT (not a map, or nothing to change),
 * CONFLICT where the map has not begun or has ended, or its run is being ended.
 */
export async function adjustMap(context: ServiceContext, input: AdjustMapInput): Promise<AdjustedMap> {
  authorize(context, "runs.start");
  const { concurrency, tolerate, runId } = input;
  if (concurrency === undefined && tolerate === undefined) {
    throw new AppError("INVALID_INPUT", "Say what to change: concurrency, tolerate, or both.");
  }
  const { workspaceId } = context.actor;
  return withTenantDirect(context.db, workspaceId, async (tx) => {
    const changeset = await openChangeset(tx, context.runs, workspaceId, runId);
    if (changeset === null) throw noSuchRun(runId);
    const node = requireMap(changeset, input);
    const adjustment: ItemsAdjustment = {
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(tolerate === undefined ? {} : { tolerated: tolerate }),
    };
    const isChanged = await applyHappening(tx, changeset, {
      kind: "items.adjusted",
      nodeId: node.id,
      ...adjustment,
    });
    if (isChanged) await write(tx, context, changeset, input);
    return inForce(changeset, node);
  });
}

async function write(
  tx: DirectTransaction,
  context: ServiceContext,
  changeset: Changeset,
  { runId, nodeId, concurrency, tolerate }: AdjustMapInput,
): Promise<void> {
  await commitProgress(tx, context.runs, changeset, "go-on");
  await recordAudit(tx, context.actor, "run.adjust", runId, {
    node: nodeId,
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(tolerate === undefined ? {} : { tolerate }),
  });
}

const underWay: ReadonlySet<string> = new Set(["running", "waiting", "retrying"]);

/** The map, if it may be changed now. */
function requireMap({ plan, state }: Changeset, { runId, nodeId }: AdjustMapInput): PlanNode {
  const node = plan.nodeById.get(nodeId);
  if (node === undefined || node.undoes !== null) {
    throw new AppError("NOT_FOUND", `Run ${runId} has no node "${nodeId}".`);
  }
  if (policyInForce(node, state) === null) {
    const message = `Node "${nodeId}" is not a map: only a map works through a list.`;
    throw new AppError("INVALID_INPUT", message);
  }
  const phase = state.phases[nodeId] ?? "idle";
  if (state.closing !== null) {
    throw new AppError("CONFLICT", "The run is ending: no more of its items will start.");
  }
  if (!underWay.has(phase)) throw new AppError("CONFLICT", whyNotNow(nodeId, phase));
  return node;
}

function whyNotNow(nodeId: string, phase: string): string {
  return phase === "idle" || phase === "ready"
    ? `Node "${nodeId}" has not begun. Try again when it runs, or change its definition.`
    : `Node "${nodeId}" is no longer running (${phase}), so how it runs its items cannot be changed.`;
}

function inForce({ state }: Changeset, node: PlanNode): AdjustedMap {
  const policy = policyInForce(node, state);
  const total = state.items[node.id]?.total;
  const tolerated = state.attempts[node.id]?.adjusted?.tolerated;
  if (policy === null) throw new Error(`Node "${node.id}" works through no items`);
  const { concurrency } = policy;
  return { concurrency, tolerate: tolerated ?? (total === undefined ? null : policy.tolerates(total)) };
}
