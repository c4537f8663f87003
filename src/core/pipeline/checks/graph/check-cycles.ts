import type { Problem } from "#core/errors.ts";
import type { Graph } from "../../graph/graph.ts";
import { topologicalOrder } from "../../graph/topological-order.ts";
import { fault, quoted } from "../../problem.ts";

/** The most cycles, without common nodes, that are reported; nobody fixes more at once. */
const maxCycles = 20;

export interface CycleCheck {
  /** Node ids in an order in which every edge leads forward; null while there is a cycle. */
  readonly order: readonly string[] | null;
  readonly problems: readonly Problem[];
}

/**
 * A run must come to an end, so no path may lead back. Edges that do not join two nodes are ignored here, so that they
 * hide no cycle: they are reported on their own.
 */
export function checkCycles(graph: Graph): CycleCheck {
  const ids = new Set(graph.nodes.map((node) => node.id));
  let edges = graph.edges.filter(({ from, to }) => from !== to && ids.has(from) && ids.has(to));
  const problems: Problem[] = [];
  let sorted = topologicalOrder([...ids], edges);
  while (!sorted.ok && problems.length < maxCycles) {
    problems.push(cycleProblem(sorted.cycle));
    const told = new Set(sorted.cycle);
    edges = edges.filter(({ from, to }) => !told.has(from) && !told.has(to));
    sorted = topologicalOrder([...ids], edges);
  }
  return { order: sorted.ok && problems.length === 0 ? sorted.order : null, problems };
}

function cycleProblem(cycle: readonly string[]): Problem {
  const [first] = cycle;
  return fault(
    "CYCLE",
    `These nodes lead back to where they began: ${[...cycle, first ?? ""].join(" -> ")}. Remove one of the edges between ${quoted(cycle)}.`,
    { path: [...cycle], ...(first === undefined ? {} : { nodeId: first }) },
  );
}
