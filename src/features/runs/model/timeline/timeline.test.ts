import { describe, expect, it } from "vitest";
import type { NewRunEvent, RunEvent } from "#core/events/run-event.ts";
import { emptyRunView, foldRunEvents } from "#core/run/view/fold.ts";
import type { LogLine } from "../live/live-run.ts";
import { timelineOf, timelineReach } from "./timeline.ts";

const error = { code: "PROVIDER_OVERLOADED", message: "The vendor is overloaded.", retryable: true } as const;
const draft = { nodeId: "draft" };

function timeline(...log: readonly (readonly [atMs: number, event: NewRunEvent])[]) {
  const events: RunEvent[] = log.map(([atMs, event], index) => ({ ...event, seq: index + 1, atMs }));
  const view = foldRunEvents(emptyRunView(["draft"]), events);
  return { rows: timelineOf(events as LogLine[], ["start", "draft", "send"]), view };
}

describe("timelineOf", () => {
  it("shows each try and the gaps between them", () => {
    const { rows } = timeline(
      [100, { type: "node.started", ...draft, attempt: 1 }],
      [200, { type: "node.retrying", ...draft, attempt: 1, error, retryAtMs: 1_200 }],
      [1_210, { type: "node.started", ...draft, attempt: 2 }],
      [1_500, { type: "node.completed", ...draft }],
    );
    expect(rows[0]?.spans).toEqual([
      { kind: "attempt", attempt: 1, startMs: 100, endMs: 200, ending: "failed" },
      { kind: "backoff", attempt: 1, startMs: 200, endMs: 1_210, ending: "completed" },
      { kind: "attempt", attempt: 2, startMs: 1_210, endMs: 1_500, ending: "completed" },
    ]);
  });

  it("marks a node that took no time", () => {
    const { rows } = timeline([100, { type: "node.completed", ...draft }]);
    expect(rows[0]?.spans).toMatchObject([{ startMs: 100, endMs: 100, ending: "completed" }]);
  });

  it("orders nodes that began together as in the graph, and places skipped ones when they were passed over", () => {
    const at = (nodeId: string) => ({ nodeId });
    const { rows } = timeline(
      [100, { type: "node.completed", ...at("send") }],
      [100, { type: "node.completed", ...at("start") }],
      [90, { type: "node.skipped", ...draft }],
    );
    expect(rows.map(({ nodeId }) => nodeId)).toEqual(["draft", "start", "send"]);
    expect(rows[0]?.spans).toEqual([
      { kind: "skip", attempt: 0, startMs: 90, endMs: 90, ending: "cancelled" },
    ]);
  });

  it("ends nodes that were stopped, and omits those that never began", () => {
    const { rows } = timeline(
      [100, { type: "node.started", ...draft, attempt: 1 }],
      [300, { type: "run.cancelled", reason: "Stopped.", cancelledNodes: ["draft", "send"] }],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.spans).toMatchObject([{ startMs: 100, endMs: 300, ending: "cancelled" }]);
  });

  it("shows the child runs of a node, and how each ended", () => {
    const child = (childRunId: string) => ({ ...draft, childRunId: childRunId as never });
    const { rows } = timeline(
      [100, { type: "node.started", ...draft, attempt: 1 }],
      [110, { type: "child.started", ...child("one"), pipeline: "Called", version: 1, attempt: 1 }],
      [120, { type: "child.started", ...child("two"), pipeline: "Called", version: 1, attempt: 1 }],
      [190, { type: "child.ended", ...child("two"), status: "timeout", attempt: 1 }],
      [200, { type: "child.ended", ...child("one"), status: "completed", attempt: 1 }],
      [210, { type: "node.completed", ...draft }],
    );
    expect(rows[0]?.spans).toHaveLength(1);
    expect(rows[0]?.children).toEqual([
      { kind: "child", attempt: 1, startMs: 110, endMs: 200, ending: "completed" },
      { kind: "child", attempt: 2, startMs: 120, endMs: 190, ending: "failed" },
    ]);
  });

  it("reaches from the first event to now, or to the end", () => {
    const { rows, view } = timeline(
      [100, { type: "run.started" }],
      [150, { type: "node.completed", ...draft }],
    );
    expect(timelineReach(view, rows, 900)).toEqual({ startMs: 100, endMs: 900 });
    expect(timelineReach({ ...view, finishedAtMs: 400 }, rows, 900)).toEqual({ startMs: 100, endMs: 400 });
    expect(timelineReach(emptyRunView([]), [], 900)).toEqual({ startMs: 900, endMs: 901 });
  });
});
