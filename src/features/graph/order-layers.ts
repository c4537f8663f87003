import type { Graph } from "@dagrejs/dagre";

interface Place {
  rank: number;
  order: number;
}

type Arrangement = ReadonlyMap<string, number>;
type Arrange = (options: { readonly disableOptimalOrderHeuristic?: boolean }) => void;

/**
 * Orders the nodes within each layer: as few crossings as the layout finds, and among equal orders the one closest to
 * `wanted`. The layout's own search breaks ties either way, and an author who wrote `left` before `right` expects that
 * order.
 */
export function orderLayers(graph: Graph, arrange: Arrange, wanted: ReadonlyMap<string, number>): void {
  arrange({ disableOptimalOrderHeuristic: true });
  const asWritten = readArrangement(graph);
  arrange({});
  const found = readArrangement(graph);
  const best = [asWritten, found, mirrored(graph, found)]
    .map((arrangement) => ({
      arrangement,
      crossings: countCrossings(graph, arrangement),
      detours: countDetours(graph, arrangement, wanted),
    }))
    .sort((left, right) => left.crossings - right.crossings || left.detours - right.detours)[0];
  for (const [id, order] of best?.arrangement ?? []) placeOf(graph, id).order = order;
}

function placeOf(graph: Graph, id: string): Place {
  return graph.node(id) as Place;
}

function readArrangement(graph: Graph): Arrangement {
  return new Map(graph.nodes().map((id) => [id, placeOf(graph, id).order]));
}

function mirrored(graph: Graph, arrangement: Arrangement): Arrangement {
  const ends = new Map<number, number>();
  for (const [id, order] of arrangement) {
    const { rank } = placeOf(graph, id);
    ends.set(rank, Math.max(ends.get(rank) ?? 0, order));
  }
  return new Map(
    [...arrangement].map(([id, order]) => [id, (ends.get(placeOf(graph, id).rank) ?? 0) - order]),
  );
}

/** The number of crossing edges; each edge leads from one layer to the next, long ones having been split. */
function countCrossings(graph: Graph, arrangement: Arrangement): number {
  const order = (id: string) => arrangement.get(id) ?? 0;
  const layers = Map.groupBy(graph.edges(), ({ v }) => placeOf(graph, v).rank);
  let crossings = 0;
  for (const edges of layers.values()) {
    const ends = edges
      .toSorted((left, right) => order(left.v) - order(right.v) || order(left.w) - order(right.w))
      .map(({ w }) => order(w));
    crossings += countInversions(ends);
  }
  return crossings;
}

/** The number of neighbours that are in the wrong order. */
function countDetours(graph: Graph, arrangement: Arrangement, wanted: ReadonlyMap<string, number>): number {
  const ids = [...wanted.keys()].filter((id) => arrangement.has(id));
  let detours = 0;
  for (const layer of Map.groupBy(ids, (id) => placeOf(graph, id).rank).values()) {
    const asArranged = layer.toSorted(
      (left, right) => (arrangement.get(left) ?? 0) - (arrangement.get(right) ?? 0),
    );
    detours += countInversions(asArranged.map((id) => wanted.get(id) ?? 0));
  }
  return detours;
}

/** The number of pairs in which the first number is larger. */
function countInversions(numbers: readonly number[]): number {
  const seen: number[] = [];
  let inversions = 0;
  for (const number of numbers) {
    let low = 0;
    let high = seen.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((seen[middle] ?? 0) <= number) low = middle + 1;
      else high = middle;
    }
    inversions += seen.length - low;
    seen.splice(low, 0, number);
  }
  return inversions;
}
