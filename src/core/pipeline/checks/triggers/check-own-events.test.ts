import { describe, expect, it } from "vitest";
import type { JsonObject } from "#core/json/json.ts";
import { problemsOf } from "../../testing/brief-definition.ts";

const pipeline = (trigger: JsonObject) => ({
  name: "Echo",
  triggers: [{ id: "again", kind: "event", name: "word.said", ...trigger }],
  nodes: [
    { id: "start", type: "trigger", name: "Start" },
    { id: "say", type: "action", name: "Say", config: { action: "event.send", name: "word.said" } },
  ],
  edges: [{ id: "e1", from: "start", to: "say" }],
});

describe("a pipeline that sends an event", () => {
  it("is warned where that starts itself and nothing ends it", () => {
    expect(problemsOf(pipeline({}))).toMatchObject([
      {
        code: "CIRCLE_OF_EVENTS",
        severity: "warning",
        nodeId: "say",
        message: expect.stringContaining('starts this pipeline again (trigger "again")'),
      },
    ]);
  });

  it.each([[{ match: "data.count < 3" }], [{ name: "word.heard" }]])("is not where %j", (trigger) => {
    expect(problemsOf(pipeline(trigger))).toEqual([]);
  });
});
