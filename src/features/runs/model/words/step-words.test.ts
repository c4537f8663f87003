import { expect, it } from "vitest";
import { shownStepStatuses } from "#core/run/agent/agent-steps.ts";
import { asksAbout, decisionWords, stepLook } from "./step-words.ts";

const call = { kind: "tool", effect: "write", isError: false, decision: null } as const;
const look = { ...call, effect: "read" } as const;

it("has a word for each state of a call", () => {
  const words = shownStepStatuses.map((status) => stepLook({ ...call, status }, false).word);
  expect(new Set(words).size).toBe(words.length);
});

it("says that a read may be in flight, since it is not recorded before it leaves", () => {
  expect(stepLook({ ...look, status: "planned" }, false).word).toBe("calling");
  expect(stepLook({ ...look, status: "dropped" }, false).word).toBe("no answer");
});

it("says of no call that it is in flight while people are asked about another one", () => {
  const asked = { ...call, status: "planned", decision: "asked" } as const;
  const other = { ...look, status: "planned" } as const;
  expect(asksAbout([other])).toBe(false);
  expect(asksAbout([{ ...asked, status: "dropped" }])).toBe(false);
  expect(asksAbout([asked, other])).toBe(true);
  expect(stepLook(other, true).word).toBe("not made yet");
  expect(stepLook(asked, true).word).toBe("waits for a decision");
});

it("does not show an error answer as success", () => {
  expect(stepLook({ ...look, status: "completed" }, false)).toEqual({ word: "answered", tone: "completed" });
  expect(stepLook({ ...look, status: "completed", isError: true }, false)).toEqual({
    word: "error",
    tone: "failed",
  });
});

it("says what people decided about a call, or that they have not yet", () => {
  expect(stepLook({ ...call, status: "planned", decision: "asked" }, false).word).toBe(
    "waits for a decision",
  );
  expect(stepLook({ ...call, status: "failed", decision: "rejected" }, false).word).toBe("rejected");
  expect(decisionWords({ decision: "approved", decidedBy: "Ada" })).toBe("approved by Ada");
  expect(decisionWords({ decision: "rejected", decidedBy: null })).toBe("nobody decided in time");
  expect(decisionWords({ decision: null, decidedBy: null })).toBeNull();
});
