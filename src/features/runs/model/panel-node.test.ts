import { describe, expect, it } from "vitest";
import type { NewRunEvent } from "#core/events/run-event.ts";
import { emptyRunView, foldRunEvents } from "#core/run/view/fold.ts";
import { panelNode } from "./panel-node.ts";

const nodeIds = ["start", "left", "right"];
const viewAfter = (...events: readonly NewRunEvent[]) =>
  foldRunEvents(
    emptyRunView(nodeIds),
    events.map((event, index) => ({ ...event, seq: index + 1, atMs: index })),
  );
const started = (nodeId: string): NewRunEvent => ({ type: "node.started", nodeId, attempt: 1 });
const failed = (nodeId: string, handled: boolean): NewRunEvent => ({
  type: "node.failed",
  nodeId,
  handled,
  error: { code: "INTERNAL", message: "No.", retryable: false },
});

describe("panelNode", () => {
  it("keeps the selection, if the run has it", () => {
    const view = viewAfter({ type: "run.started" }, started("left"));
    expect(panelNode(view, "right")).toBe("right");
    expect(panelNode(view, "run")).toBeNull();
    expect(panelNode(view, "gone")).toBe("left");
  });

  it("follows the longest-running node", () => {
    const view = viewAfter({ type: "run.started" }, started("right"), started("left"));
    expect(panelNode(view, null)).toBe("right");
    expect(panelNode(viewAfter({ type: "run.started" }), null)).toBeNull();
  });

  it("shows the failed node after the end, unless the error was handled", () => {
    const error = { code: "INTERNAL", message: "No.", retryable: false } as const;
    const view = viewAfter(failed("left", true), failed("right", false), { type: "run.failed", error });
    expect(panelNode(view, null)).toBe("right");
    expect(panelNode(viewAfter(failed("left", true), { type: "run.completed" }), null)).toBeNull();
  });
});
