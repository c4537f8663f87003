import { expect, it } from "vitest";
import { knownAfter, noticesOf } from "./away-notices.ts";

const run = { id: "r1", pipelineName: "Digest", status: "running", finishedAtMs: null } as const;

it("has no notification for current runs", () => {
  expect(
    noticesOf({ runs: [run, { ...run, id: "r2", status: "waiting" }], waits: [], budgetsToRaise: [] }),
  ).toEqual([]);
});

it("says how a run ended, and again when a resumed one ends", () => {
  const failed = noticesOf({
    runs: [{ ...run, status: "failed", finishedAtMs: 5 }],
    waits: [],
    budgetsToRaise: [],
  });
  expect(failed).toEqual([
    { tag: "run.r1.5", title: "Digest has failed", body: "You started this run, r1.", path: "runs/r1" },
  ]);
  const later = noticesOf({
    runs: [{ ...run, status: "completed", finishedAtMs: 9 }],
    waits: [],
    budgetsToRaise: [],
  });
  expect(later.map(({ tag, title }) => [tag, title])).toEqual([["run.r1.9", "Digest has completed"]]);
});

it("says what the reader is asked to decide", () => {
  expect(
    noticesOf({
      runs: [],
      waits: [{ waitId: "w1", runId: "01a22605-0001", title: "Send it?", pipelineName: "Letters" }],
      budgetsToRaise: [],
    }),
  ).toEqual([
    { tag: "wait.w1", title: "Letters waits for you", body: "Send it? (run 605-0001)", path: "decisions" },
  ]);
});

it("says once that a limit holds runs back, and again when it does so later", () => {
  const held = noticesOf({
    runs: [],
    waits: [],
    budgetsToRaise: [{ id: "b1", name: "The whole workspace" }],
  });
  expect(held).toEqual([
    { tag: "budget.b1", title: "Runs wait for a higher limit", body: "The whole workspace", path: "budgets" },
  ]);
  const known = knownAfter(new Set(["run.r1.5"]), held);
  expect(known).toEqual(new Set(["run.r1.5", "budget.b1"]));
  expect(knownAfter(known, held)).toEqual(known);
  expect(knownAfter(known, [])).toEqual(new Set(["run.r1.5"]));
});
