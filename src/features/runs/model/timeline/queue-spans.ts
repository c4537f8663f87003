import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import type { Span, TimelineRow } from "./timeline.ts";

/** What began sooner than this after it could begin has not been in a queue that anybody would see. */
const leastMs = 5;

/**
 * The same rows, each with the time between the end of the last node before it and its own beginning: it could begin,
 * and no worker had taken it yet.
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

/** Null: it goes on, or took no part. */
function endOf(spans: readonly Span[]): number | null {
  return spans.at(-1)?.endMs ?? null;
}

/** The last of the ends; null where one that took part has not ended, or none took part. */
function lastEnd(ends: readonly (number | null | undefined)[]): number | null {
  const known = ends.filter((end) => end !== undefined);
  if (known.length === 0 || known.includes(null)) return null;
  return Math.max(...known.filter((end) => end !== null));
}
