import { expect, it } from "vitest";
import { shownStepStatuses } from "#core/run/agent-steps.ts";
import { stepLook } from "./step-words.ts";

const call = { kind: "tool", effect: "write", isError: false } as const;
const look = { ...call, effect: "read" } as const;

it("has a word of its own for a call in each of its states", () => {
  const words = shownStepStatuses.map((status) => stepLook({ ...call, status }).word);
  expect(new Set(words).size).toBe(words.length);
});

it("says of a call that reads, which is not noted before it leaves, that it may be out", () => {
  expect(stepLook({ ...look, status: "planned" }).word).toBe("calling");
  expect(stepLook({ ...look, status: "dropped" }).word).toBe("no answer");
});
