import { AppError } from "#core/errors.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import { sameJson } from "#core/json/same-json.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { compareNodes, type NodeComparison, type NodeInBothRuns } from "#core/run/compare/compare-nodes.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type InsideCost, sumInside } from "#server/db/run/children/read-tree.ts";
import {
  type ComparedRows,
  type ComparedSide,
  compareNodeRuns,
} from "#server/db/run/reading/compare-node-runs.ts";
import { findRun, type RunDetail } from "#server/db/run/reading/run-reader.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireBodies } from "#server/services/deletion/require-bodies.ts";
import { noSuchRun } from "#server/services/no-such.ts";
import { type WithHeld, withHeld } from "./with-held.ts";

/** A node in both runs. Null for a run that has not reached it. */
export interface ComparedNode extends NodeComparison {
  readonly sides: readonly [ComparedSide | null, ComparedSide | null];
}

/** Two runs side by side. */
export interface RunComparison {
  readonly runs: readonly [WithHeld<RunDetail>, WithHeld<RunDetail>];
  readonly isSameInput: boolean;
  /** Names of variables with different values. */
  readonly changedVariables: readonly string[];
  /** `runs.getNode` returns their inputs and outputs. */
  readonly nodes: readonly ComparedNode[];
  /** The first node that is not the same. Null where all are. */
  readonly firstDivergence: string | null;
}

/**
 * Compares two runs of one pipeline, of any versions, node by node. Values are compared but not returned, so the answer
 * stays small however large they are.
 * @throws AppError FORBIDDEN, NOT_FOUND naming the run, INVALID_INPUT for runs of two pipelines or one run twice.
 */
export async function compareRuns(
  context: ServiceContext,
  { runIds }: { readonly runIds: readonly [RunId, RunId] },
): Promise<RunComparison> {
  authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    const first = await readRun(tx, context, runIds[0]);
    const second = await readRun(tx, context, runIds[1]);
    if (runIds[0] === runIds[1]) throw new AppError("INVALID_INPUT", "Choose two different runs to compare.");
    if (first.run.pipelineId !== second.run.pipelineId) {
      throw new AppError(
        "INVALID_INPUT",
        "The two runs are of different pipelines, so their nodes cannot be compared.",
      );
    }
    const rows = await compareNodeRuns(tx, workspaceId, runIds);
    const byNode = new Map(rows.map((row) => [row.nodeId, row]));
    const inside = await Promise.all(runIds.map((runId) => insideOf(tx, workspaceId, runId)));
    const changedVariables = differingNames(first.run.variables, second.run.variables);
    const { nodes, firstDivergence } = compareNodes({
      plans: [first.plan, second.plan],
      changedVariables: new Set(changedVariables),
      valuesOf: (nodeId) => valuesOf(byNode.get(nodeId)),
    });
    return {
      runs: [first.run, second.run],
      isSameInput: sameJson(first.run.input, second.run.input),
      changedVariables,
      nodes: nodes.map((node) => {
        const [one, other] = byNode.get(node.nodeId)?.sides ?? [null, null];
        const withInside = (side: ComparedSide | null, at: 0 | 1) =>
          side === null ? null : addInside(side, inside[at]?.get(node.nodeId));
        return { ...node, sides: [withInside(one, 0), withInside(other, 1)] as const };
      }),
      firstDivergence,
    };
  });
}

/** What was spent inside of each node of a run. */
async function insideOf(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<ReadonlyMap<string, InsideCost>> {
  return new Map((await sumInside(tx, workspaceId, runId)).map((cost) => [cost.nodeId, cost]));
}

/** A node's cost includes the runs that it has started. */
function addInside(side: ComparedSide, inside: InsideCost | undefined): ComparedSide {
  if (inside === undefined) return side;
  const isKnown = side.costMicros !== null && inside.costMicros !== null;
  return {
    ...side,
    costMicros: isKnown ? (side.costMicros ?? 0) + (inside.costMicros ?? 0) : null,
    isSandbox: side.isSandbox || inside.isSandbox,
  };
}

async function readRun(
  tx: Parameters<typeof withHeld>[0] & TenantSql,
  context: ServiceContext,
  runId: RunId,
): Promise<{ readonly run: WithHeld<RunDetail>; readonly plan: Plan }> {
  const { workspaceId } = context.actor;
  const found = await findRun(tx, workspaceId, runId);
  const [run] = found === null ? [] : await withHeld(tx, workspaceId, [found]);
  const plan = run === undefined ? null : await context.runs.plans.ofVersion(tx, workspaceId, run.versionId);
  if (run === undefined || plan === null) {
    throw noSuchRun(runId);
  }
  await requireBodies(tx, workspaceId, runId);
  return { run, plan };
}

function differingNames(first: RunDetail["variables"], second: RunDetail["variables"]): readonly string[] {
  const names = new Set([...Object.keys(first), ...Object.keys(second)]);
  return [...names].filter((name) => !sameJson(first[name], second[name]));
}

function valuesOf(row: ComparedRows | undefined): NodeInBothRuns {
  const [first, second] = row?.sides ?? [null, null];
  return {
    status: [first?.status ?? "pending", second?.status ?? "pending"],
    branch: [first?.branch ?? null, second?.branch ?? null],
    isSameInput: row?.isSameInput ?? true,
    isSameOutput: row?.isSameOutput ?? true,
  };
}
