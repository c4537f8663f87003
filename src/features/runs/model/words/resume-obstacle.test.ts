import { describe, expect, it } from "vitest";
import { type ErrorCode, errorCodes, isRetryable } from "#core/error-codes.ts";
import { emptyNodeView } from "#core/run/view/node-view.ts";
import { resumeObstacle } from "./resume-obstacle.ts";

const obstacleOf = (code: ErrorCode, retries = 0, details = {}) =>
  resumeObstacle({
    error: { code, message: "", retryable: false, nodeId: "a", details },
    nodes: new Map([["a", { ...emptyNodeView("a"), retries }]]),
  });

describe("resumeObstacle", () => {
  it("says what helps if the same data meets the same pipeline", () => {
    expect(obstacleOf("EXPRESSION_FAILED")).toContain(
      "Change the input and run again, or edit the pipeline.",
    );
    expect(obstacleOf("MISSING_VARIABLE")).not.toBeNull();
  });

  it("reports a call that is too expensive by itself, but not after earlier attempts", () => {
    expect(obstacleOf("BUDGET_EXCEEDED")).toContain("more than its node's limit");
    expect(obstacleOf("BUDGET_EXCEEDED", 1)).toBeNull();
    // A budget can be raised, and begins again.
    expect(obstacleOf("BUDGET_EXCEEDED", 0, { budgetId: "b" })).toBeNull();
  });

  it("is null if time, another attempt or a person can help", () => {
    const obstacles = errorCodes.filter(isRetryable).map((code) => obstacleOf(code));
    expect(obstacles).not.toContainEqual(expect.any(String));
    for (const code of ["KEY_MISSING", "PROVIDER_SPEND_LIMIT", "RUN_TIMEOUT", "RUN_CANCELLED"] as const) {
      expect(obstacleOf(code)).toBeNull();
    }
    expect(resumeObstacle({ error: null, nodes: new Map() })).toBeNull();
  });
});
