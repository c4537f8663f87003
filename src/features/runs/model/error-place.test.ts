import { describe, expect, it } from "vitest";
import { errorPlace, failedRunOf } from "./error-place.ts";

describe("failedRunOf", () => {
  it("leads to the run inside, and to the item that it is for", () => {
    const details = { runId: "run-1", status: "failed" };
    expect(failedRunOf({ code: "CHILD_FAILED", details })).toEqual({ runId: "run-1", item: null });
    const ofList = { ...details, item: 0, failedItems: 2 };
    expect(failedRunOf({ code: "CHILD_FAILED", details: ofList })).toEqual({ runId: "run-1", item: 0 });
  });

  it("leads nowhere where no run inside failed", () => {
    expect(failedRunOf({ code: "HTTP_FAILED", details: { runId: "run-1" } })).toBeNull();
    expect(failedRunOf({ code: "CHILD_FAILED" })).toBeNull();
  });
});

describe("errorPlace", () => {
  it("tells a limit of a node from a budget of the workspace", () => {
    expect(errorPlace({ code: "BUDGET_EXCEEDED" })).toBe("pipeline");
    expect(errorPlace({ code: "BUDGET_EXCEEDED", details: { budgetId: "b" } })).toBe("budgets");
  });
});
