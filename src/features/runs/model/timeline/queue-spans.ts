import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import type { Span, TimelineRow } from "./timeline.ts";

/** A shorter delay is not shown as time in the queue. */
const leastMs = 5;

/**
 * Adds to each row the time between the end of the node before it and its own start, when it was ready and no worker
 * had taken it.
 */
export function withQueues(
  rows: readonly TimelineRow[],
  { edges }: Pick<PipelineDefinition, "edges">,
): readonly TimelineRow[] {
  const ends = new Map(rows.map(({ nodeId, spans }) => [nodeId, endOf(spans)]));
  const before = Map.groupBy(edges, ({ to }) => to);
  return rows.map((row) => {
    const [first] = row.spans;
    if (first?.kind !== "attempt") return row;
    const readyMs = lastEnd((before.get(row.nodeId) ?? []).map(({ from }) => ends.get(from)));
    if (readyMs === null || first.startMs - readyMs < leastMs) return row;
    const queue: Span = {
      kind: "queue",
      attempt: 1,
      startMs: readyMs,
      endMs: first.startMs,
      ending: "completed",
    };
    return { ...row, spans: [queue, ...row.spans] };
  });
}

/** Null: it is running, or did not take part. */
function endOf(spans: readonly Span[]): number | null {
  return spans.at(-1)?.endMs ?? null;
}

/** The latest end; null if one that took part has not ended, or if none took part. */
function lastEnd(ends: readonly (number | null | undefined)[]): number | null {
  const known = ends.filter((end) => end !== undefined);
  if (known.length === 0 || known.includes(null)) return null;
  return Math.max(...known.filter((end) => end !== null));
}
