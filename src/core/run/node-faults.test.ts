import { describe, expect, it } from "vitest";
import type { ErrorInfo } from "#core/errors.ts";
import type { RunId } from "#core/ids.ts";
import { childFailed, itemsFailed } from "./node-faults.ts";
import type { TerminalRunStatus } from "./status.ts";
import { makePlan } from "./testing/make-plan.ts";

const plan = makePlan({ each: { type: "map", config: { items: "[]", pipeline: "other" } } }, [
  "start > each",
]);
const node = plan.nodeById.get("each");
if (node === undefined) throw new Error("the plan has no such node");

const runId = "run-1" as RunId;
const passing: ErrorInfo = { code: "HTTP_FAILED", message: "no answer", retryable: true };
const lasting: ErrorInfo = { code: "EXPRESSION_FAILED", message: "no such key", retryable: false };

const items = { total: 9, next: 9, running: [], completed: 6, failed: 3 };

/** How a run inside ended, and whether another one in its place may fare better. */
const ends: readonly (readonly [TerminalRunStatus, ErrorInfo | null, boolean])[] = [
  ["failed", passing, true],
  ["failed", lasting, false],
  ["failed", null, true],
  ["timeout", { code: "RUN_TIMEOUT", message: "too long", retryable: false }, true],
  ["cancelled", null, false],
  ["cancelled", passing, false],
];

describe.each(ends)("a run inside that ended %s with %o", (status, error, mayFareBetter) => {
  it(`${mayFareBetter ? "can" : "cannot"} be helped by another one`, () => {
    expect(childFailed(node, { runId, status, output: null, isCut: false, error }).retryable).toBe(
      mayFareBetter,
    );
  });

  it("says the same of a list that tolerates no failure", () => {
    expect(itemsFailed(node, items, 0, { index: 2, runId, status, error }).retryable).toBe(mayFareBetter);
  });
});

describe("a list that tolerates some failures", () => {
  it("may do so next time, though the first fails again", () => {
    const first = { index: 2, runId, status: "failed" as const, error: lasting };
    expect(itemsFailed(node, items, 2, first).retryable).toBe(true);
  });

  it("is not begun again where somebody stopped an item", () => {
    const first = { index: 2, runId, status: "cancelled" as const, error: null };
    expect(itemsFailed(node, items, 2, first).retryable).toBe(false);
  });
});
