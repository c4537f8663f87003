import { describe, expect, it } from "vitest";
import type { NewRunEvent, RunEvent } from "#core/events/run-event.ts";
import { cpuTimeMs } from "#core/testing/cpu-time.ts";
import { emptyRunView, foldRunEvents } from "./fold.ts";

const ref = { nodeId: "draft" };
const error = { code: "PROVIDER_STREAM_CUT", message: "Cut", retryable: true } as const;
const totals = { inputTokens: 10, outputTokens: 5, costMicros: 7, sandbox: true };

function log(...events: readonly NewRunEvent[]): readonly RunEvent[] {
  return events.map((event, index) => ({ ...event, seq: index + 1, atMs: 100 + index }));
}

function delta(attempt: number, text: string): NewRunEvent {
  return { type: "node.delta", ...ref, attempt, text };
}

const lines = log(
  { type: "run.started" },
  { type: "node.started", ...ref, attempt: 1 },
  delta(1, "Once up"),
  { type: "node.retrying", ...ref, attempt: 1, error, retryAtMs: 5_000 },
  { type: "node.started", ...ref, attempt: 2 },
  delta(2, "Once "),
  delta(2, "upon"),
  { type: "node.completed", ...ref, output: "Once upon a time", totals },
  { type: "run.completed", totals: { ...totals, costMicros: 9 } },
);

function viewAfter(count: number) {
  return foldRunEvents(emptyRunView(["draft", "send"]), lines.slice(0, count));
}

function draftAfter(count: number) {
  return viewAfter(count).nodes.get("draft");
}

describe("foldRunEvents", () => {
  it("begins with every node pending", () => {
    expect(emptyRunView(["draft", "send"])).toMatchObject({ status: "pending", cursor: 0 });
    expect([...emptyRunView(["draft", "send"]).nodes.values()].map((node) => node.status)).toEqual([
      "pending",
      "pending",
    ]);
  });

  it("replaces the text of an attempt that was cut with that of the next", () => {
    expect(draftAfter(3)).toMatchObject({ status: "running", attempt: 1, text: "Once up" });
    expect(draftAfter(4)).toMatchObject({
      status: "running",
      text: "Once up",
      retries: 1,
      error,
      wakeAtMs: 5_000,
    });
    expect(draftAfter(5)).toMatchObject({ attempt: 2, text: "", wakeAtMs: null, startedAtMs: 101 });
    expect(draftAfter(7)).toMatchObject({ text: "Once upon" });
  });

  it("shows the output when a node is complete, and the run's own totals when it has ended", () => {
    expect(draftAfter(8)).toMatchObject({
      status: "completed",
      text: "Once upon a time",
      error: null,
      finishedAtMs: 107,
    });
    expect(viewAfter(8)).toMatchObject({ status: "running", totals });
    expect(viewAfter(9)).toMatchObject({
      status: "completed",
      totals: { costMicros: 9 },
      finishedAtMs: 108,
      cursor: 9,
    });
  });

  it("takes each line once, however they are delivered", () => {
    const whole = viewAfter(9);
    let view = emptyRunView(["draft", "send"]);
    for (let from = 0; from < lines.length; from += 2) {
      view = foldRunEvents(view, lines.slice(Math.max(0, from - 3), from + 2));
    }
    expect(view).toEqual(whole);
    expect(foldRunEvents(whole, lines)).toBe(whole);
  });

  it("ignores late text of an earlier attempt", () => {
    const late = foldRunEvents(viewAfter(6), { ...delta(1, "on a"), seq: 7, atMs: 0 } as RunEvent);
    expect(late.nodes.get("draft")).toMatchObject({ attempt: 2, text: "Once " });
  });

  it("learns of cancelled nodes from the line that ends the run, and keeps their text", () => {
    const ended = foldRunEvents(viewAfter(3), {
      type: "run.cancelled",
      reason: "enough",
      cancelledNodes: ["draft", "send"],
      seq: 4,
      atMs: 400,
    });
    expect(ended).toMatchObject({ status: "cancelled", reason: "enough" });
    expect(ended.nodes.get("draft")).toMatchObject({
      status: "cancelled",
      text: "Once up",
      finishedAtMs: 400,
    });
    expect(ended.nodes.get("send")?.status).toBe("cancelled");
  });

  it("waits while nothing is running", () => {
    const waiting = log(
      { type: "run.started" },
      { type: "node.waiting", ...ref, untilMs: 9_000 },
      { type: "node.resumed", ...ref },
    );
    expect(foldRunEvents(emptyRunView(["draft"]), waiting.slice(0, 2)).status).toBe("waiting");
    expect(foldRunEvents(emptyRunView(["draft"]), waiting).status).toBe("running");
  });

  it("keeps nodes that nothing happened to as they are, and the given view untouched", () => {
    const before = viewAfter(6);
    const after = foldRunEvents(before, lines.slice(6, 7));
    expect(after.nodes.get("send")).toBe(before.nodes.get("send"));
    expect(before.nodes.get("draft")?.text).toBe("Once ");
  });

  it("takes twenty thousand deltas in a moment", () => {
    const many = Array.from({ length: 20_000 }, () => delta(1, "word "));
    const started = cpuTimeMs();
    const view = foldRunEvents(
      emptyRunView(["draft"]),
      log({ type: "node.started", ...ref, attempt: 1 }, ...many),
    );
    expect(view.nodes.get("draft")?.text.length).toBe(100_000);
    expect(cpuTimeMs() - started).toBeLessThan(1_000);
  });
});
