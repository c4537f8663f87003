import { describe, expect, it } from "vitest";
import { errorPlace, failedRunOf } from "./error-place.ts";

describe("failedRunOf", () => {
  it("leads to the child run, and to its item", () => {
    const details = { runId: "run-1", status: "failed" };
    expect(failedRunOf({ code: "CHILD_FAILED", details })).toEqual({ runId: "run-1", item: null });
    const ofList = { ...details, item: 0, failedItems: 2 };
    expect(failedRunOf({ code: "CHILD_FAILED", details: ofList })).toEqual({ runId: "run-1", item: 0 });
  });

  it("leads nowhere if no child run failed", () => {
    expect(failedRunOf({ code: "HTTP_FAILED", details: { runId: "run-1" } })).toBeNull();
    expect(failedRunOf({ code: "CHILD_FAILED" })).toBeNull();
  });
});

describe("errorPlace", () => {
  it("distinguishes a node's limit from a workspace's budget", () => {
    expect(errorPlace({ code: "BUDGET_EXCEEDED" })).toBe("pipeline");
    expect(errorPlace({ code: "BUDGET_EXCEEDED", details: { budgetId: "b" } })).toBe("budgets");
  });
});
