import { describe, expect, it } from "vitest";
import type { NewRunEvent, RunEvent } from "#core/events/run-event.ts";
import { emptyRunView, foldRunEvents } from "#core/run/view/fold.ts";
import { createLiveRun } from "./live-run.ts";

const nodeIds = ["start", "draft"];
const draft = { nodeId: "draft" };
const log = (...events: readonly NewRunEvent[]): readonly RunEvent[] =>
  events.map((event, index) => ({ ...event, seq: index + 1, atMs: 1_000 + index }));

const whole = log(
  { type: "run.started" },
  { type: "node.started", ...draft, attempt: 1 },
  { type: "node.delta", ...draft, attempt: 1, text: "The " },
  { type: "node.delta", ...draft, attempt: 1, text: "tide" },
  { type: "node.completed", ...draft, output: "The tide" },
  { type: "run.completed" },
);

/** Frames that the test triggers. */
function frames() {
  let pending: (() => void) | null = null;
  return {
    schedule: (callback: () => void) => {
      pending = callback;
      return () => {
        pending = null;
      };
    },
    draw: () => pending?.(),
  };
}

describe("createLiveRun", () => {
  it("renders all lines of a frame together", () => {
    const { schedule, draw } = frames();
    const live = createLiveRun(emptyRunView(nodeIds), schedule);
    let drawn = 0;
    live.subscribe(() => {
      drawn += 1;
    });
    for (const event of whole) live.take(event);
    expect(live.view().status).toBe("pending");
    draw();
    expect(drawn).toBe(1);
    expect(live.view().status).toBe("completed");
    expect(live.view().nodes.get("draft")?.text).toBe("The tide");
  });

  it("shows the snapshot until the log has caught up, then the log", () => {
    const snapshot = foldRunEvents(emptyRunView(nodeIds), whole.slice(0, 5));
    const { schedule, draw } = frames();
    const live = createLiveRun(snapshot, schedule);
    for (const event of whole.slice(0, 3)) live.take(event);
    draw();
    expect(live.view()).toBe(snapshot);
    for (const event of whole.slice(3)) live.take(event);
    draw();
    expect(live.view().status).toBe("completed");
  });

  it("processes no line twice, and keeps no text pieces", () => {
    const { schedule, draw } = frames();
    const live = createLiveRun(emptyRunView(nodeIds), schedule);
    for (const event of [...whole, ...whole]) {
      live.take(event);
      draw();
    }
    expect(live.lines().map((line) => line.type)).toEqual([
      "run.started",
      "node.started",
      "node.completed",
      "run.completed",
    ]);
    expect(live.view().nodes.get("draft")?.text).toBe("The tide");
  });
});
