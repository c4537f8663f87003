import type { Problem } from "#core/errors.ts";
import { maxEdges } from "../definition.ts";
import { fault, type ProblemPlace, shortened } from "../problem.ts";
import { fieldOf, listIn } from "./graph.ts";

/** A definition in which `next` has been converted to edges. */
export interface NextAsEdges {
  readonly raw: unknown;
  readonly problems: readonly Problem[];
  /** Where each converted edge is written, by its id. */
  readonly places: ReadonlyMap<string, ProblemPlace>;
}

/**
 * Reads `next: [ids]` of nodes as edges, as other systems write them. If the edge is also written out, that edge is
 * used, with its condition. Anything other than a list of ids stays in place, to be reported by the schema.
 */
export function withNextAsEdges(raw: unknown): NextAsEdges {
  const nodes = listIn(raw, "nodes");
  if (typeof raw !== "object" || raw === null || !nodes.some(namesNext)) {
    return { raw, problems: [], places: new Map() };
  }
  const reader = new NextReader(nodes, listIn(raw, "edges"));
  for (const node of nodes) if (namesNext(node)) reader.read(node);
  const { edges, problems, places } = reader;
  return { raw: { ...raw, nodes: nodes.map(withoutNext), edges }, problems, places };
}

interface NamingNode {
  readonly id: string;
  readonly next: readonly string[];
}

class NextReader {
  readonly edges: unknown[];
  readonly problems: Problem[] = [];
  readonly places = new Map<string, ProblemPlace>();
  private readonly nodeIds: ReadonlySet<unknown>;
  private readonly edgeIds: Set<unknown>;
  private readonly joined: Set<string>;

  constructor(nodes: readonly unknown[], edges: readonly unknown[]) {
    this.edges = [...edges];
    this.nodeIds = new Set(nodes.map((node) => fieldOf(node, "id")));
    this.edgeIds = new Set(edges.map((edge) => fieldOf(edge, "id")));
    this.joined = new Set(edges.map((edge) => joint(fieldOf(edge, "from"), fieldOf(edge, "to"))));
  }

  read({ id, next }: NamingNode): void {
    for (const [index, to] of next.entries()) {
      const place = { nodeId: id, path: ["next", index] };
      if (!this.nodeIds.has(to)) {
        const message = `Node "${shortened(id)}": next names "${shortened(to)}", but there is no such node.`;
        this.problems.push(fault("DANGLING_EDGE", message, place));
      } else this.join(id, to, place);
    }
  }

  private join(from: string, to: string, place: ProblemPlace): void {
    // More than enough to be rejected.
    if (this.joined.has(joint(from, to)) || this.edges.length > maxEdges) return;
    const id = this.freeId(`${from}-${to}`);
    this.joined.add(joint(from, to));
    this.edgeIds.add(id);
    this.places.set(id, place);
    this.edges.push({ id, from, to });
  }

  private freeId(wanted: string): string {
    if (wanted.length <= longestId && !this.edgeIds.has(wanted)) return wanted;
    let number = this.edges.length + 1;
    while (this.edgeIds.has(`next-${number}`)) number += 1;
    return `next-${number}`;
  }
}

const longestId = 64;

function joint(from: unknown, to: unknown): string {
  return JSON.stringify([from, to]);
}

function namesNext(node: unknown): node is NamingNode {
  const next = fieldOf(node, "next");
  return (
    typeof fieldOf(node, "id") === "string" &&
    Array.isArray(next) &&
    next.every((to) => typeof to === "string")
  );
}

function withoutNext(node: unknown): unknown {
  if (!namesNext(node)) return node;
  const { next: _, ...rest } = node;
  return rest;
}
