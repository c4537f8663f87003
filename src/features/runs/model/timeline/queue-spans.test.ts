import { describe, expect, it } from "vitest";
import { withQueues } from "./queue-spans.ts";
import type { Span, TimelineRow } from "./timeline.ts";

const span = (startMs: number, endMs: number | null, kind: Span["kind"] = "attempt"): Span => ({
  kind,
  attempt: 1,
  startMs,
  endMs,
  ending: endMs === null ? "running" : "completed",
});
const row = (nodeId: string, ...spans: readonly Span[]): TimelineRow => ({ nodeId, spans, children: [] });
const edges = [
  { id: "e1", from: "a", to: "join" },
  { id: "e2", from: "b", to: "join" },
];
const queueOf = (rows: readonly TimelineRow[]) =>
  withQueues(rows, { edges })
    .find(({ nodeId }) => nodeId === "join")
    ?.spans.filter(({ kind }) => kind === "queue")
    .map(({ startMs, endMs }) => [startMs, endMs]);

describe("the time in the queue", () => {
  it("is from the end of the last node before it to its own start", () => {
    expect(queueOf([row("a", span(0, 100)), row("b", span(0, 40)), row("join", span(180, 200))])).toEqual([
      [100, 180],
    ]);
  });

  it("treats a skipped node like an ended one, and ignores nodes that never took part", () => {
    expect(
      queueOf([row("a", span(0, 100)), row("b", span(120, 120, "skip")), row("join", span(180, 200))]),
    ).toEqual([[120, 180]]);
    expect(queueOf([row("a", span(0, 100)), row("join", span(180, 200))])).toEqual([[100, 180]]);
  });

  it("is not shown if too short, if unknown, or before a wait", () => {
    expect(queueOf([row("a", span(0, 100)), row("join", span(103, 200))])).toEqual([]);
    expect(queueOf([row("a", span(0, null)), row("join", span(103, 200))])).toEqual([]);
    expect(queueOf([row("join", span(103, 200))])).toEqual([]);
    expect(queueOf([row("a", span(0, 100)), row("join", span(180, 200, "wait"))])).toEqual([]);
  });
});
