import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import type { PriceOverrides } from "#core/pricing/find-price.ts";
import { type CostEstimate, estimateCost } from "#core/run/estimate/estimate-cost.ts";
import type { ForkChange } from "#core/run/fork/fork-changes.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { readPriceOverrides } from "#server/db/prices/model-price-store.ts";
import { listNodesWithRuns } from "#server/db/run/children/find-earlier-child.ts";
import { type InsideCost, sumInside } from "#server/db/run/children/read-tree.ts";
import type { NodeCost } from "#server/db/run/reading/list-node-costs.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { mayActAgain } from "./acts-outside.ts";
import { type ForkRequest, type ForkSource, readForkSource } from "./read-fork-source.ts";

/** What a fork would do. Money is micros of USD. */
export interface ForkPlan {
  /** Reused as they ended: nothing is called or paid for them. */
  readonly reused: readonly string[];
  /** Completed with a given output. */
  readonly given: readonly string[];
  readonly rerun: readonly string[];
  /** Of those that run again: they continue inside the child runs they had started, of which only the rest is run. */
  readonly continued: readonly string[];
  /**
   * The cost of the reused nodes, with the runs that they had started. Null: partly unknown. What is reused inside the
   * nodes of `continued` is not included: it is known only once these have continued.
   */
  readonly savedMicros: number | null;
  /** What the nodes that run again had cost in the source. Null: partly unknown. */
  readonly lastMicros: number | null;
  /** What they may cost now: an upper estimate. */
  readonly expected: CostEstimate;
  /** Nodes that would repeat effects on the outside world. */
  readonly sideEffects: readonly string[];
  /** What would be different in the new run. */
  readonly changes: readonly ForkChange[];
  /** The names of all nodes in the new run, by id. */
  readonly names: { readonly [nodeId: string]: string };
}

/**
 * Says what forking a run from these nodes, with these changes, would reuse, run again, save and cost. An empty list
 * means: from wherever it failed or stopped. Changes nothing.
 * @throws AppError FORBIDDEN, NOT_FOUND, CONFLICT; INVALID_INPUT, INVALID_DEFINITION and MISSING_VARIABLE naming each
 * invalid change.
 */
export async function planFork(context: ServiceContext, input: ForkRequest): Promise<ForkPlan> {
  authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    const source = await readForkSource(tx, context, input);
    const prices = await readPriceOverrides(tx, workspaceId);
    const { runId, fromNodeIds } = input;
    const begun = fromNodeIds.length > 0 ? [] : await listNodesWithRuns(tx, workspaceId, runId);
    const inside = await sumInside(tx, workspaceId, runId);
    return describe(source, input, prices, { begun: new Set(begun), inside });
  });
}

/** What nodes of the source had started. */
interface Started {
  /** The nodes whose child runs will be continued. */
  readonly begun: ReadonlySet<string>;
  readonly inside: readonly InsideCost[];
}

function describe(
  source: ForkSource,
  { changes = {} }: ForkRequest,
  prices: PriceOverrides,
  { begun, inside }: Started,
): ForkPlan {
  const { fork, costs, target } = source;
  const { nodes } = target.plan;
  const outputs = changes.outputs ?? {};
  const isGiven = ({ id }: PlanNode) => Object.hasOwn(outputs, id);
  const reused = new Set(fork.reused);
  const spent = [...costs.values(), ...inside];
  const rerun = nodes.filter((node) => !reused.has(node.id) && !isGiven(node));
  return {
    reused: fork.reused,
    given: nodes.filter(isGiven).map(({ id }) => id),
    rerun: rerun.map(({ id }) => id),
    continued: rerun.map(({ id }) => id).filter((id) => begun.has(id)),
    savedMicros: sum(fork.reused, spent),
    lastMicros: sum(
      rerun.map(({ id }) => id),
      spent,
    ),
    expected: estimateCost(target.plan, source, prices, bytesTakenOver(fork.reused, costs, outputs)),
    sideEffects: rerun.filter(mayActAgain).map(({ id }) => id),
    changes: source.changes,
    names: Object.fromEntries(nodes.map(({ id, name }) => [id, name])),
  };
}

type Spent = Pick<NodeCost, "nodeId" | "costMicros">;

function sum(nodeIds: readonly string[], spent: readonly Spent[]): number | null {
  const those = new Set(nodeIds);
  return spent
    .filter(({ nodeId }) => those.has(nodeId))
    .reduce<number | null>(
      (total, { costMicros }) => (total === null || costMicros === null ? null : total + costMicros),
      0,
    );
}

function bytesTakenOver(
  reused: readonly string[],
  costs: ReadonlyMap<string, NodeCost>,
  outputs: { readonly [nodeId: string]: unknown },
): ReadonlyMap<string, number> {
  const given = Object.entries(outputs).map(
    ([id, output]) => [id, JSON.stringify(output).length * 4] as const,
  );
  return new Map([...reused.map((id) => [id, costs.get(id)?.outputBytes ?? 0] as const), ...given]);
}
