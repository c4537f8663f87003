import { describe, expect, it } from "vitest";
import { checkText } from "./draft/check-text.ts";
import { type SaveState, stateAfter } from "./draft/save-state.ts";
import { publishObstacle, runObstacle } from "./obstacles.ts";

const valid = checkText("name: A\nnodes:\n  - { id: start, type: trigger, name: Start }\nedges: []\n");
const broken = checkText("name: [");
const situation = (kind: Exclude<SaveState["kind"], "failed">, publishedVersion: number | null = null) => ({
  checked: valid,
  state: { kind },
  publishedVersion,
  difference: null,
});

describe("obstacles", () => {
  it.each(["saved", "unsaved", "saving"] as const)("are none while the draft is %s", (kind) => {
    expect([publishObstacle(situation(kind)), runObstacle(situation(kind))]).toEqual([null, null]);
  });

  it.each(["signed-out", "unreachable"] as const)("hold back everything while %s", (kind) => {
    expect(publishObstacle(situation(kind, 1))).not.toBeNull();
    expect(runObstacle(situation(kind, 1))).not.toBeNull();
  });

  it("allow a published version to run while the draft cannot be saved or parsed", () => {
    expect(publishObstacle(situation("conflict", 1))).toContain("decide");
    expect(runObstacle(situation("conflict", 1))).toBeNull();
    expect(runObstacle(situation("conflict"))).toContain("decide");
    expect(publishObstacle({ ...situation("unreadable"), checked: broken })).toContain("Fix the problems");
    expect(runObstacle({ ...situation("unreadable"), checked: broken })).toContain("Fix the problems");
    expect(runObstacle({ ...situation("unreadable", 1), checked: broken })).toBeNull();
  });
});

describe("stateAfter", () => {
  const told = (code: string) => ({ data: { error: { code, message: "no", requestId: "r", problems: [] } } });
  it.each([
    [new TypeError("Failed to fetch"), "unreachable"],
    [told("INTERNAL"), "unreachable"],
    [told("RATE_LIMITED"), "unreachable"],
    [told("UNAUTHENTICATED"), "signed-out"],
    [told("CONFLICT"), "conflict"],
    [told("INVALID_DEFINITION"), "unreadable"],
    [told("FORBIDDEN"), "failed"],
  ])("of %j is told as it is", (error, kind) => expect(stateAfter(error).kind).toBe(kind));
});
