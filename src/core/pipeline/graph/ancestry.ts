interface Arrow {
  readonly from: string;
  readonly to: string;
}

/** Says whether `ancestor` is on some path to `node`. */
export type AncestorTest = (ancestor: string, node: string) => boolean;

/** Prepares the answer for all pairs of an acyclic graph: one row of bits per node, filled in topological order. */
export function ancestorTest(order: readonly string[], edges: readonly Arrow[]): AncestorTest {
  const indexOf = new Map(order.map((id, index) => [id, index]));
  const sources = new Map<string, string[]>();
  for (const edge of edges) {
    const known = sources.get(edge.to);
    if (known === undefined) sources.set(edge.to, [edge.from]);
    else known.push(edge.from);
  }
  const words = Math.ceil(order.length / 32);
  const rows = order.map(() => new Uint32Array(words));
  order.forEach((id, index) => {
    const row = rows[index];
    for (const source of sources.get(id) ?? []) addSource(row, rows, indexOf.get(source));
  });
  return (ancestor, node) => {
    const bit = indexOf.get(ancestor);
    const row = rows[indexOf.get(node) ?? -1];
    return bit !== undefined && row !== undefined && (((row[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 1;
  };
}

function addSource(
  row: Uint32Array | undefined,
  rows: readonly Uint32Array[],
  source: number | undefined,
): void {
  const sourceRow = source === undefined ? undefined : rows[source];
  if (row === undefined || source === undefined || sourceRow === undefined) return;
  for (let word = 0; word < row.length; word += 1) row[word] = (row[word] ?? 0) | (sourceRow[word] ?? 0);
  row[source >>> 5] = (row[source >>> 5] ?? 0) | (1 << (source & 31));
}
