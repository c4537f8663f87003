import type { Plan, PlanNode } from "#core/pipeline/plan/plan.ts";

/** What continuing may cost, in micros of USD. */
export interface PriceAhead {
  readonly choice: string;
  /** Agents that may be asked on this branch, and pipelines that may be called. */
  readonly agents: number;
  /** Nothing is certain to be paid before a call has left: 0. */
  readonly atLeastMicros: number;
  /**
   * The sum of the limits of these agents; null if one has no limit of its own, since the length of its input is not
   * known yet.
   */
  readonly atMostMicros: number | null;
  /** All of it is play money. */
  readonly isSandbox: boolean;
}

/**
 * What each choice of a decision may lead to, by the graph alone: later conditions count with all their branches. An
 * agent that asks about a tool call continues itself, whatever is chosen: `spentMicros` is what it has cost so far,
 * against its limit.
 */
export function priceAhead(
  plan: Plan,
  nodeId: string,
  choices: readonly string[],
  spentMicros = 0,
): readonly PriceAhead[] {
  const node = plan.nodeById.get(nodeId);
  return node === undefined ? [] : choices.map((choice) => priceOf(plan, node, choice, spentMicros));
}

function priceOf(plan: Plan, node: PlanNode, choice: string, spentMicros: number): PriceAhead {
  const agents = agentsBehind(plan, node, choice);
  // The cost of a called pipeline is not known here.
  const limits = agents.map(({ id, agent, limits: { costMicros } }) => {
    if (agent === null || costMicros === null) return null;
    return id === node.id ? Math.max(0, costMicros - spentMicros) : costMicros;
  });
  const models = agents.flatMap(({ agent }) =>
    agent === null ? [] : [agent.model, ...agent.fallbackModels],
  );
  return {
    choice,
    agents: agents.length,
    atLeastMicros: 0,
    atMostMicros: limits.reduce<number | null>(
      (sum, limit) => (sum === null || limit === null ? null : sum + limit),
      0,
    ),
    isSandbox:
      models.length > 0 &&
      agents.every(({ agent }) => agent !== null) &&
      models.every((model) => model.startsWith("sandbox/")),
  };
}

function agentsBehind(plan: Plan, node: PlanNode, choice: string): readonly PlanNode[] {
  const isAsking = node.agent !== null;
  const reached = new Set<PlanNode>(isAsking ? [node] : []);
  const follow = (ids: readonly string[]) => {
    for (const id of ids) {
      const target = plan.nodeById.get(id);
      if (target !== undefined) reached.add(target);
    }
  };
  follow(
    node.outgoing
      .filter(({ condition }) => isAsking || condition === null || condition === choice)
      .map(({ to }) => to),
  );
  // Iterating over a set includes what is added meanwhile.
  for (const each of reached) follow(each.outgoing.map(({ to }) => to));
  return [...reached].filter(({ agent, kind }) => agent !== null || kind === "child");
}
