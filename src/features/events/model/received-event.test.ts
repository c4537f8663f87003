import { describe, expect, it } from "vitest";
import { pipelineIdSchema, runIdSchema } from "#core/ids.ts";
import { type EventFiring, eventStateOf, receivedEventWords } from "./received-event.ts";

const runId = runIdSchema.parse("00000000-0000-7000-8000-000000000001");
const of = {
  pipelineId: pipelineIdSchema.parse("00000000-0000-7000-8000-000000000002"),
  pipelineName: "Paid",
};
const started: EventFiring = { ...of, triggerId: "paid", outcome: "started", reason: null, runId };
const skipped: EventFiring = {
  ...started,
  outcome: "skipped",
  reason: "The trigger was paused.",
  runId: null,
};
const wait = { pipelineName: "Ship", runId, nodeId: "paid" };

describe("the result of an event", () => {
  it.each([
    [{ matched: 0, firings: [], waits: [] }, "received", "nothing waited for it"],
    [{ matched: 1, firings: [skipped], waits: [] }, "matched", "started nothing"],
    [{ matched: 2, firings: [started, skipped], waits: [] }, "started", "started a run"],
    [{ matched: 3, firings: [started, started], waits: [wait] }, "started", "started 2 runs, ended a wait"],
    [{ matched: 30, firings: [], waits: Array(20).fill(wait) }, "started", "ended 20 waits or more"],
  ] as const)("%#: %s", (event, state, words) => {
    expect(eventStateOf(event)).toBe(state);
    expect(receivedEventWords(event)).toBe(words);
  });
});
