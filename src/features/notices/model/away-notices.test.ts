import { expect, it } from "vitest";
import { noticesOf } from "./away-notices.ts";

const run = { id: "r1", pipelineName: "Digest", status: "running", finishedAtMs: null } as const;

it("has no notice of what goes on", () => {
  expect(noticesOf({ runs: [run, { ...run, id: "r2", status: "waiting" }], waits: [] })).toEqual([]);
});

it("says how a run ended, and when a resumed one ends again", () => {
  const failed = noticesOf({ runs: [{ ...run, status: "failed", finishedAtMs: 5 }], waits: [] });
  expect(failed).toEqual([
    { tag: "run.r1.5", title: "Digest has failed", body: "You started this run.", path: "runs/r1" },
  ]);
  const later = noticesOf({ runs: [{ ...run, status: "completed", finishedAtMs: 9 }], waits: [] });
  expect(later.map(({ tag, title }) => [tag, title])).toEqual([["run.r1.9", "Digest has completed"]]);
});

it("tells what is asked of the reader", () => {
  expect(
    noticesOf({ runs: [], waits: [{ waitId: "w1", title: "Send it?", pipelineName: "Letters" }] }),
  ).toEqual([{ tag: "wait.w1", title: "Letters waits for you", body: "Send it?", path: "decisions" }]);
});
