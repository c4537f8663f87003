import { describe, expect, it } from "vitest";
import { pipelineIdSchema, waitIdSchema } from "#core/ids.ts";
import { canJoin, describeDecided, sharedChoices, withAlike } from "./decide-many.ts";

const idOf = (last: number) => `018f4a5e-0000-7000-8000-${String(last).padStart(12, "0")}`;
const waitOf = (last: number, more: object = {}) => ({
  waitId: waitIdSchema.parse(idOf(last)),
  pipelineId: pipelineIdSchema.parse(idOf(90)),
  nodeId: "ask",
  choices: ["approve", "reject"],
  hasForm: false,
  canDecide: true,
  ...more,
});
const decision = { decidedBy: null, decidedAtMs: null, missing: 0 };

describe("decisions made together", () => {
  it("are those that the person may make, and that need only a choice", () => {
    expect(canJoin(waitOf(1))).toBe(true);
    expect(canJoin(waitOf(1, { hasForm: true }))).toBe(false);
    expect(canJoin(waitOf(1, { canDecide: false }))).toBe(false);
  });

  it("have the choices that they all share", () => {
    expect(sharedChoices([])).toEqual([]);
    expect(sharedChoices([waitOf(1), waitOf(2)])).toEqual(["approve", "reject"]);
    expect(sharedChoices([waitOf(1), waitOf(2, { choices: ["reject", "later"] })])).toEqual(["reject"]);
  });

  it("can be extended by those with the same question", () => {
    const waits = [waitOf(1), waitOf(2), waitOf(3, { nodeId: "other" }), waitOf(4, { canDecide: false })];
    const ids = waits.map(({ waitId }) => waitId);
    expect([...withAlike(waits, new Set(ids.slice(0, 1)))]).toEqual(ids.slice(0, 2));
    const many = Array.from({ length: 130 }, (_, index) => waitOf(index));
    expect(withAlike(many, new Set([many[0]?.waitId ?? expect.fail()])).size).toBe(100);
  });

  it("report their results", () => {
    const { waitId } = waitOf(1);
    const made = { waitId, ok: true, decision: { ...decision, resolution: "approve" } } as const;
    const other = { waitId, ok: true, decision: { ...decision, resolution: "reject" } } as const;
    const noted = { waitId, ok: true, decision: { ...decision, resolution: null, missing: 1 } } as const;
    const error = { code: "CONFLICT", message: "The run ended before." } as const;
    expect(describeDecided("approve", [made, made])).toEqual({
      tone: "plain",
      title: "2 decisions made: approve",
    });
    expect(describeDecided("approve", [made, other, noted, { waitId, ok: false, error }])).toEqual({
      tone: "failed",
      title: "1 decision made: approve",
      description:
        "1 decision recorded: more people must choose the same. 1 decision had already been decided differently. 1 decision could not be made: The run ended before.",
    });
    expect(describeDecided("approve", [noted])).toMatchObject({
      tone: "plain",
      title: "Not decided: approve",
    });
  });
});
