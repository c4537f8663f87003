import type { PipelineDefinition } from "../definition.ts";
import { topologicalOrder } from "../graph/topological-order.ts";
import { compileEdge, compileNode, compileUndo, type Surroundings } from "./compile-node.ts";
import type { AgentSnapshot, PlanNode } from "./plan-node.ts";

export type { AgentSnapshot, PlanAgent, PlanApproval, PlanEdge, PlanNode, PlanTalk } from "./plan-node.ts";

/** A frozen definition prepared for running. Built once per version and cached: it is never stored. */
export interface Plan {
  readonly definition: PipelineDefinition;
  /** Agents frozen with it; its bodies may use others than it does itself. */
  readonly agents: readonly AgentSnapshot[];
  /** In topological order. */
  readonly nodes: readonly PlanNode[];
  /** The undos of nodes, in order; begun only when a run is to be undone. */
  readonly undos: readonly PlanNode[];
  /** Nodes, and undos by ids of their own. */
  readonly nodeById: ReadonlyMap<string, PlanNode>;
  readonly triggerId: string;
  /** Nodes without outgoing edges, in plan order: their outputs are the run's. */
  readonly sinks: readonly PlanNode[];
  readonly timeoutMs: number;
  /** A judge of test cases: its runs are not counted among those of its pipeline. */
  readonly isJudge?: boolean;
}

/**
 * Prepares a definition that `validateDefinition` accepted for running, with the agents frozen with it. The order of
 * nodes depends on the definition alone, so the stored state of a run fits whenever and wherever the plan is compiled.
 * Throws on a definition that was never validated.
 */
export function compilePlan(definition: PipelineDefinition, agents: readonly AgentSnapshot[]): Plan {
  const sorted = topologicalOrder(
    definition.nodes.map((node) => node.id),
    definition.edges,
  );
  const trigger = definition.nodes.find((node) => node.type === "trigger");
  if (!sorted.ok || trigger === undefined)
    throw new Error("Only a definition that validates can be compiled");
  const definitions = new Map(definition.nodes.map((node) => [node.id, node]));
  const edges = definition.edges.map((edge) => compileEdge(edge, definitions.get(edge.from)));
  const around: Surroundings = {
    settings: definition.settings,
    agents: new Map(agents.map((agent) => [agent.key, agent])),
    incoming: Map.groupBy(edges, (edge) => edge.to),
    outgoing: Map.groupBy(edges, (edge) => edge.from),
  };
  const nodes = sorted.order.flatMap((id, index) => {
    const node = definitions.get(id);
    return node === undefined ? [] : [compileNode(node, index, around)];
  });
  const undos = compileUndos(nodes, around);
  return {
    definition,
    agents,
    nodes,
    undos,
    nodeById: new Map([...nodes, ...undos].map((node) => [node.id, node])),
    triggerId: trigger.id,
    sinks: nodes.filter((node) => node.outgoing.length === 0),
    timeoutMs: Math.round(definition.settings.timeoutSeconds * 1_000),
  };
}

function compileUndos(nodes: readonly PlanNode[], around: Surroundings): readonly PlanNode[] {
  const undos: PlanNode[] = [];
  for (const { definition } of nodes) {
    const undo = compileUndo(definition, nodes.length + undos.length, around);
    if (undo !== null) undos.push(undo);
  }
  return undos;
}
