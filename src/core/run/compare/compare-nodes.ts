import type { Plan, PlanNode } from "#core/pipeline/plan/plan.ts";
import { isSameNode, readsVariable } from "../fork/same-node.ts";
import type { NodeRunStatus } from "../status.ts";

/** How a node of one run compares with that of another. */
export type NodeVerdict =
  /** It does the same, with the same result. */
  | "same"
  /** It is a different node, reads a different variable, or produced something else from the same input. */
  | "changed"
  /** It comes after one that differs. */
  | "affected"
  /** Only one of the two versions has it. */
  | "only-first"
  | "only-second";

export type NodeDifference = "definition" | "variables" | "status" | "branch" | "input" | "output";

/** What is known of a node in both runs; a node that was not reached is pending. */
export interface NodeInBothRuns {
  readonly status: readonly [NodeRunStatus, NodeRunStatus];
  readonly branch: readonly [string | null, string | null];
  readonly isSameInput: boolean;
  readonly isSameOutput: boolean;
}

export interface NodeComparison {
  readonly nodeId: string;
  readonly name: string;
  readonly verdict: NodeVerdict;
  /** How they differ; empty for nodes that only one has. */
  readonly differs: readonly NodeDifference[];
}

export interface RunsComparison {
  /** In the order of the first run's plan; then those that only the second has. */
  readonly nodes: readonly NodeComparison[];
  /** The first node that differs; null if none does. */
  readonly firstDivergence: string | null;
}

/** Two runs of one pipeline, of any versions. */
export interface Compared {
  readonly plans: readonly [Plan, Plan];
  /** Names of variables that have different values. */
  readonly changedVariables: ReadonlySet<string>;
  readonly valuesOf: (nodeId: string) => NodeInBothRuns;
}

/**
 * Compares two runs node by node. Nodes after one that differs are affected by it, whatever their result; so if one
 * prompt differs, one node is changed.
 */
export function compareNodes({ plans, changedVariables, valuesOf }: Compared): RunsComparison {
  const [first, second] = plans;
  const tainted = new Set<string>();
  const found = first.nodes.map((node): NodeComparison => {
    const other = second.nodeById.get(node.id);
    const { id: nodeId, name } = node;
    const differs = other === undefined ? [] : differences(node, other, changedVariables, valuesOf(nodeId));
    const isAfter = [node, ...(other === undefined ? [] : [other])].some(({ incoming }) =>
      incoming.some(({ from }) => tainted.has(from)),
    );
    const verdict = other === undefined ? "only-first" : verdictOf(differs, isAfter);
    if (verdict !== "same") tainted.add(nodeId);
    return { nodeId, name, verdict, differs };
  });
  const added = second.nodes
    .filter(({ id }) => !first.nodeById.has(id))
    .map(({ id, name }): NodeComparison => ({ nodeId: id, name, verdict: "only-second", differs: [] }));
  const nodes = [...found, ...added];
  return { nodes, firstDivergence: nodes.find(({ verdict }) => verdict !== "same")?.nodeId ?? null };
}

function differences(
  node: PlanNode,
  other: PlanNode,
  changedVariables: ReadonlySet<string>,
  { status, branch, isSameInput, isSameOutput }: NodeInBothRuns,
): readonly NodeDifference[] {
  const all: readonly (readonly [NodeDifference, boolean])[] = [
    ["definition", !isSameNode(node, other)],
    ["variables", readsVariable(node, changedVariables) || readsVariable(other, changedVariables)],
    ["status", status[0] !== status[1]],
    ["branch", branch[0] !== branch[1]],
    ["input", !isSameInput],
    ["output", !isSameOutput],
  ];
  return all.filter(([, isDifferent]) => isDifferent).map(([what]) => what);
}

function verdictOf(differs: readonly NodeDifference[], isAfter: boolean): NodeVerdict {
  if (differs.includes("definition") || differs.includes("variables")) return "changed";
  if (isAfter) return "affected";
  return differs.length === 0 ? "same" : "changed";
}
