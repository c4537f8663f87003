import type { RunView } from "#core/run/fold.ts";
import type { LogLine } from "./live-run.ts";
import type { RunSnapshot } from "./run-snapshot.ts";

/** A stretch of a node's time: one try, the gap before the next try, or waiting at a gate. */
export interface Span {
  readonly kind: "attempt" | "backoff" | "wait";
  /** The number of the try; of the one that failed, for a gap. */
  readonly attempt: number;
  readonly startMs: number;
  /** Null: still going on. */
  readonly endMs: number | null;
  readonly ending: "running" | "completed" | "failed" | "cancelled";
}

export interface TimelineRow {
  readonly nodeId: string;
  readonly spans: readonly Span[];
}

interface OpenRow {
  readonly nodeId: string;
  readonly spans: Span[];
}

/** The tries of every node that has begun, in the order in which they began. */
export function timelineOf(lines: readonly LogLine[]): readonly TimelineRow[] {
  const rows = new Map<string, OpenRow>();
  for (const line of lines) {
    if ("nodeId" in line) takeLine(rowOf(rows, line.nodeId), line);
    // A cancelled node has no line of its own: the one that ends the run names it.
    else if ("cancelledNodes" in line) endCancelled(rows, line.cancelledNodes, line.atMs);
  }
  return [...rows.values()].filter((row) => row.spans.length > 0);
}

function rowOf(rows: Map<string, OpenRow>, nodeId: string): OpenRow {
  const found = rows.get(nodeId);
  if (found !== undefined) return found;
  const row = { nodeId, spans: [] };
  rows.set(nodeId, row);
  return row;
}

type NodeLine = Extract<LogLine, { readonly nodeId: string }>;

function takeLine({ spans }: OpenRow, line: NodeLine): void {
  const { atMs } = line;
  switch (line.type) {
    case "node.started":
      endLast(spans, atMs, "completed");
      spans.push(open("attempt", line.attempt, atMs));
      return;
    case "node.retrying":
      endLast(spans, atMs, "failed");
      spans.push(open("backoff", line.attempt, atMs));
      return;
    case "node.waiting":
      endLast(spans, atMs, "completed");
      spans.push(open("wait", 0, atMs));
      return;
    case "node.resumed":
      endLast(spans, atMs, "completed");
      return;
    case "node.completed":
    case "node.failed": {
      const ending = line.type === "node.completed" ? "completed" : "failed";
      // Decided in the step that reached it: it took no time of its own, and is shown as a mark.
      if (spans.length === 0) spans.push({ ...open("attempt", 1, atMs), endMs: atMs, ending });
      else endLast(spans, atMs, ending);
      return;
    }
    case "node.skipped":
      endLast(spans, atMs, "cancelled");
  }
}

function open(kind: Span["kind"], attempt: number, startMs: number): Span {
  return { kind, attempt, startMs, endMs: null, ending: "running" };
}

function endLast(spans: Span[], endMs: number, ending: Span["ending"]): void {
  const last = spans.at(-1);
  if (last === undefined || last.endMs !== null) return;
  spans[spans.length - 1] = { ...last, endMs, ending };
}

function endCancelled(rows: Map<string, OpenRow>, nodeIds: readonly string[], atMs: number): void {
  for (const nodeId of nodeIds) endLast(rows.get(nodeId)?.spans ?? [], atMs, "cancelled");
}

/** The same from the snapshot, for the moment before the log has been read: its gaps and waits are not known yet. */
export function timelineOfSnapshot({ nodeRuns, attempts }: RunSnapshot): readonly TimelineRow[] {
  const tries = Map.groupBy(attempts, (attempt) => attempt.nodeId);
  return nodeRuns.flatMap(({ nodeId, status, startedAtMs, finishedAtMs }) => {
    if (startedAtMs === null || status === "skipped") return [];
    const ending = status === "failed" || status === "cancelled" ? status : "completed";
    const spans = tries.get(nodeId)?.map(spanOfAttempt) ?? [
      { ...open("attempt", 1, startedAtMs), endMs: finishedAtMs ?? startedAtMs, ending },
    ];
    return [{ nodeId, spans }];
  });
}

function spanOfAttempt({
  attempt,
  status,
  startedAtMs,
  finishedAtMs,
}: RunSnapshot["attempts"][number]): Span {
  const ending = status === "lost" ? "failed" : status;
  return { kind: "attempt", attempt, startMs: startedAtMs, endMs: finishedAtMs, ending };
}

/** From where to where the timeline reaches; `nowMs` while the run is still going on. */
export function timelineReach(
  view: Pick<RunView, "startedAtMs" | "finishedAtMs">,
  rows: readonly TimelineRow[],
  nowMs: number,
): { readonly startMs: number; readonly endMs: number } {
  const starts = rows.flatMap((row) => row.spans.slice(0, 1).map((span) => span.startMs));
  const startMs = Math.min(view.startedAtMs ?? Number.POSITIVE_INFINITY, ...starts);
  if (!Number.isFinite(startMs)) return { startMs: nowMs, endMs: nowMs + 1 };
  return { startMs, endMs: Math.max(view.finishedAtMs ?? nowMs, startMs + 1) };
}
