import type { RunView } from "#core/run/view/fold.ts";
import type { LogLine } from "../live/live-run.ts";
import type { AttemptSnapshot, NodeRunSnapshot, RunSnapshot } from "../live/run-snapshot.ts";

/**
 * A part of a node's time: in the queue, an attempt, the gap before the next attempt, waiting at a gate, a child run;
 * or the moment when it was skipped.
 */
export interface Span {
  readonly kind: "queue" | "attempt" | "backoff" | "wait" | "child" | "skip";
  /** The number of the attempt; for a gap, of the one that failed. */
  readonly attempt: number;
  readonly startMs: number;
  /** Null: still running. */
  readonly endMs: number | null;
  readonly ending: "running" | "completed" | "failed" | "cancelled";
}

export interface TimelineRow {
  readonly nodeId: string;
  readonly spans: readonly Span[];
  /** The runs that it has started, as far as they fit. */
  readonly children: readonly Span[];
}

interface OpenRow {
  readonly nodeId: string;
  readonly spans: Span[];
  readonly children: Span[];
  /** The index of each child run among them. */
  readonly placeOf: Map<string, number>;
}

/** More would overlap. */
const mostChildren = 50;

/**
 * The rows of all nodes that have begun, in order of their start, and on a tie in the order of the graph. Skipped nodes
 * are placed when they were passed over.
 */
export function timelineOf(lines: readonly LogLine[], nodeIds: readonly string[]): readonly TimelineRow[] {
  const rows = new Map<string, OpenRow>();
  for (const line of lines) {
    if (line.type === "child.started" || line.type === "child.ended")
      takeChild(rowOf(rows, line.nodeId), line);
    else if ("nodeId" in line) takeLine(rowOf(rows, line.nodeId), line);
    // A cancelled node has no line of its own: the run's last line names it.
    else if ("cancelledNodes" in line) endCancelled(rows, line.cancelledNodes, line.atMs);
  }
  return inOrder(
    [...rows.values()].flatMap(({ nodeId, spans, children }) =>
      spans.length === 0 ? [] : [{ nodeId, spans, children }],
    ),
    nodeIds,
  );
}

function inOrder(rows: readonly TimelineRow[], nodeIds: readonly string[]): readonly TimelineRow[] {
  const places = new Map(nodeIds.map((nodeId, place) => [nodeId, place]));
  const startOf = ({ spans }: TimelineRow) => spans[0]?.startMs ?? 0;
  const placeOf = ({ nodeId }: TimelineRow) => places.get(nodeId) ?? nodeIds.length;
  return rows.toSorted((left, right) => startOf(left) - startOf(right) || placeOf(left) - placeOf(right));
}

function rowOf(rows: Map<string, OpenRow>, nodeId: string): OpenRow {
  const found = rows.get(nodeId);
  if (found !== undefined) return found;
  const row = { nodeId, spans: [], children: [], placeOf: new Map() };
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
      // Decided within the step that reached it, so it took no time and is shown as a mark.
      if (spans.length === 0) spans.push({ ...open("attempt", 1, atMs), endMs: atMs, ending });
      else endLast(spans, atMs, ending);
      return;
    }
    case "node.skipped":
      spans.push(skipped(atMs));
  }
}

type ChildLine = Extract<LogLine, { readonly type: "child.started" | "child.ended" }>;

function takeChild({ children, placeOf }: OpenRow, line: ChildLine): void {
  if (line.type === "child.started") {
    if (children.length >= mostChildren) return;
    placeOf.set(line.childRunId, children.length);
    children.push(open("child", children.length + 1, line.atMs));
    return;
  }
  const place = placeOf.get(line.childRunId);
  const child = place === undefined ? undefined : children[place];
  if (place === undefined || child === undefined) return;
  const ending = line.status === "completed" || line.status === "cancelled" ? line.status : "failed";
  children[place] = { ...child, endMs: line.atMs, ending };
}

function skipped(atMs: number): Span {
  return { kind: "skip", attempt: 0, startMs: atMs, endMs: atMs, ending: "cancelled" };
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

/** The same from a snapshot, until the log has been read: gaps and waits are not known yet. */
export function timelineOfSnapshot({
  run,
  nodeRuns,
  attempts,
  definition,
}: RunSnapshot): readonly TimelineRow[] {
  const tries = Map.groupBy(attempts, (attempt) => attempt.nodeId);
  const rows = nodeRuns.flatMap((nodeRun) => {
    // A reused node ran at another time: here it is at the start of the run.
    const { nodeId } = nodeRun;
    const spans =
      nodeRun.reusedFromRunId === null ? spansOf(nodeRun, tries.get(nodeId)) : markAt(run.startedAtMs);
    return spans.length === 0 ? [] : [{ nodeId, spans, children: [] }];
  });
  return inOrder(
    rows,
    definition.nodes.map(({ id }) => id),
  );
}

function spansOf(
  { status, startedAtMs, finishedAtMs }: NodeRunSnapshot,
  tries: readonly AttemptSnapshot[] | undefined,
): readonly Span[] {
  if (status === "skipped") return finishedAtMs === null ? [] : [skipped(finishedAtMs)];
  if (startedAtMs === null) return [];
  if (tries !== undefined) return tries.map(spanOfAttempt);
  const ending = status === "failed" || status === "cancelled" ? status : "completed";
  const isWaiting = status === "waiting";
  return [
    {
      ...open(isWaiting ? "wait" : "attempt", isWaiting ? 0 : 1, startedAtMs),
      ...(isWaiting ? {} : { endMs: finishedAtMs ?? startedAtMs, ending }),
    },
  ];
}

function markAt(atMs: number | null): readonly Span[] {
  return atMs === null ? [] : [{ ...open("attempt", 1, atMs), endMs: atMs, ending: "completed" }];
}

function spanOfAttempt({ attempt, status, startedAtMs, finishedAtMs }: AttemptSnapshot): Span {
  const ending = status === "lost" ? "failed" : status;
  return { kind: "attempt", attempt, startMs: startedAtMs, endMs: finishedAtMs, ending };
}

/** The range of the timeline; `nowMs` while the run is running. */
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
