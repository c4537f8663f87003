import { describe, expect, it } from "vitest";
import type { EngineEvent } from "./engine-event.ts";
import { limitFlags, toJobSpec } from "./job-spec.ts";

const event: EngineEvent = {
  id: "run-1:draft:0:1",
  name: "pipeline/agent.ready",
  data: { workspaceId: "w1", runId: "r1", nodeId: "draft", throttleKey: "k1" },
  ts: 1_000,
};

describe("toJobSpec", () => {
  it("keys the job by the event's id, so that a second one with this id finds it", () => {
    expect(toJobSpec(event, 2_000)).toMatchObject({
      task: "penstock/event",
      job_key: "event:run-1:draft:0:1",
      payload: { id: "run-1:draft:0:1", name: "pipeline/agent.ready", data: event.data, ts: 1_000 },
    });
  });

  it("carries a flag for each key that a function may be limited by, one for turns, and none for any other field", () => {
    expect(toJobSpec(event, 2_000).flags).toEqual([
      "pipeline/agent.ready",
      "pipeline/agent.ready?workspaceId=w1",
      "pipeline/agent.ready?throttleKey=k1",
      "workspace=w1",
    ]);
    expect(limitFlags("e", { runId: "r1", workspaceId: null })).toEqual(["e"]);
  });

  it("delays the job only when the event lies in the future", () => {
    expect(toJobSpec(event, 1_000).run_at).toBeNull();
    expect(toJobSpec({ ...event, ts: 61_000 }, 1_000).run_at).toBe("1970-01-01T00:01:01.000Z");
  });

  it("refuses what the queue could not hold", () => {
    expect(() => toJobSpec({ ...event, id: "" }, 0)).toThrow("must have 1 to 450 characters");
    expect(() => toJobSpec({ ...event, id: "x".repeat(451) }, 0)).toThrow("must have 1 to 450 characters");
    expect(() => toJobSpec({ ...event, data: { workspaceId: "x".repeat(201) } }, 0)).toThrow("at most 200");
  });
});
