import { mayStartRuns } from "#core/nodes/type-of.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { modelsOf } from "./agent/chosen-model.ts";

/** What an agent cost in an earlier run, including all its attempts. */
export interface PastNode {
  readonly nodeId: string;
  /** The model that answered, as `provider/model`. */
  readonly model: string;
  /** Micros of USD; null: unknown. */
  readonly costMicros: number | null;
}

/** An earlier run of the same pipeline that completed. */
export interface PastRun {
  readonly nodes: readonly PastNode[];
  /** The cost of all child runs; null if there were none. */
  readonly below: PastBelow | null;
}

export interface PastBelow {
  /** Micros of USD. */
  readonly costMicros: number;
  readonly isSandbox: boolean;
}

/** The median and the 90th percentile of earlier costs; micros of USD. */
export interface UsualCost {
  readonly p50Micros: number;
  readonly p90Micros: number;
}

export interface UsualNodeCost extends UsualCost {
  readonly nodeId: string;
  /** How many earlier calls this is based on. */
  readonly count: number;
  readonly isSandbox: boolean;
}

/** What a plan will probably cost, based on what its agents have cost with the same models. */
export interface ExpectedCost {
  /** How many earlier runs this is based on. */
  readonly runs: number;
  /** Of a whole run; null if no model costs real money, or nothing is known. */
  readonly real: UsualCost | null;
  /** The same in the sandbox's play money. */
  readonly play: UsualCost | null;
  /** In the order of the plan. */
  readonly nodes: readonly UsualNodeCost[];
  /**
   * Names of agents that have not yet answered with any of their models, and of nodes with child runs that no earlier
   * run had: the sums do not include them.
   */
  readonly unknownNodes: readonly string[];
}

/**
 * Works out what a run of the plan usually costs from its latest earlier runs. An agent counts only if the plan still
 * has it with the model that answered then, so that a changed model is not mistaken for the earlier one. An agent that
 * a run did not reach cost nothing in it. Child runs count as they were then, even if what they run has changed since.
 * Percentiles use the nearest rank, so each is the actual cost of some earlier run.
 */
export function expectCost(plan: Pick<Plan, "nodes">, past: readonly PastRun[]): ExpectedCost {
  const models = new Map<string, ReadonlySet<string>>();
  for (const { id, agent } of plan.nodes) if (agent !== null) models.set(id, new Set(modelsOf(agent)));
  const runsInside = plan.nodes.some(({ definition }) => mayStartRuns(definition));
  const runs = past
    .map(({ nodes, below }) => ({
      nodes: nodes.filter(({ nodeId, model }) => models.get(nodeId)?.has(model) === true),
      below: runsInside ? below : null,
    }))
    .filter(({ nodes, below }) => nodes.length + (below === null ? 0 : 1) > 0 && nodes.every(isPriced));
  const byNode = Map.groupBy(
    runs.flatMap(({ nodes }) => nodes),
    ({ nodeId }) => nodeId,
  );
  const isInsideKnown = runs.some(({ below }) => below !== null);
  const agents = plan.nodes.filter(({ id }) => models.has(id));
  return {
    runs: runs.length,
    real: usualSum(runs, false),
    play: usualSum(runs, true),
    nodes: agents.flatMap(({ id }) => usualOf(id, byNode.get(id) ?? [])),
    unknownNodes: plan.nodes
      .filter(({ id, kind }) => (kind === "child" && !isInsideKnown) || (models.has(id) && !byNode.has(id)))
      .map(({ name }) => name),
  };
}

function isPriced({ costMicros }: PastNode): boolean {
  return costMicros !== null;
}

function isPlay({ model }: PastNode): boolean {
  return model.startsWith("sandbox/");
}

function usualSum(runs: readonly PastRun[], ofPlay: boolean): UsualCost | null {
  const parts = runs.map(({ nodes, below }) => [
    ...nodes.filter((node) => isPlay(node) === ofPlay),
    ...(below === null || below.isSandbox !== ofPlay ? [] : [below]),
  ]);
  return parts.every((nodes) => nodes.length === 0) ? null : usual(parts.map(sumOf));
}

function usualOf(nodeId: string, past: readonly PastNode[]): readonly UsualNodeCost[] {
  const found = usual(past.map((node) => sumOf([node])));
  return found === null ? [] : [{ nodeId, count: past.length, isSandbox: past.every(isPlay), ...found }];
}

function sumOf(nodes: readonly { readonly costMicros: number | null }[]): number {
  return nodes.reduce((sum, { costMicros }) => sum + (costMicros ?? 0), 0);
}

function usual(costs: readonly number[]): UsualCost | null {
  const sorted = costs.toSorted((left, right) => left - right);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1];
  const [p50Micros, p90Micros] = [at(0.5), at(0.9)];
  return p50Micros === undefined || p90Micros === undefined ? null : { p50Micros, p90Micros };
}
