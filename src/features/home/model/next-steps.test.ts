import { describe, expect, it } from "vitest";
import { type Beginnings, nextSteps } from "./next-steps.ts";

const nothing: Beginnings = {
  pipelines: [],
  runs: [],
  completed: [],
  keys: 0,
  members: 1,
  visits: new Set(),
};
const one = { ...nothing, pipelines: ["p"] };

const tour = (beginnings: Beginnings) => nextSteps("owner", beginnings)?.tour ?? [];
const doneOf = (beginnings: Beginnings) => tour(beginnings).filter(({ isDone }) => isDone).length;

describe("nextSteps", () => {
  it("leads from a template to a finished run in five steps", () => {
    expect(doneOf(nothing)).toBe(0);
    expect(doneOf(one)).toBe(1);
    expect(doneOf({ ...one, visits: new Set(["editor"]) })).toBe(2);
    expect(doneOf({ ...one, runs: ["r"] })).toBe(3);
    expect(doneOf({ ...one, runs: ["r"], visits: new Set(["run"]) })).toBe(4);
    expect(doneOf({ ...one, runs: ["r"], completed: ["r"] })).toBe(4);
    const finished = {
      ...one,
      runs: ["s", "r"],
      completed: ["r"],
      visits: new Set(["finished-run"] as const),
    };
    expect(doneOf(finished)).toBe(5);
    expect(tour(finished).map(({ path }) => path)).toEqual([
      "pipelines/new",
      "pipelines/p",
      "pipelines/p",
      "runs/s",
      "runs/r",
    ]);
  });

  it("links to the lists while there is nothing to open, and ignores visits to deleted things", () => {
    const gone = { ...nothing, visits: new Set(["editor", "run", "finished-run"] as const) };
    expect(doneOf(gone)).toBe(0);
    expect(tour(gone).map(({ path }) => path)).toEqual([
      "pipelines/new",
      "pipelines",
      "pipelines",
      "runs",
      "runs?status=completed",
    ]);
  });

  it("names a key and colleagues as later steps", () => {
    const afterwards = nextSteps("owner", { ...nothing, members: 2 })?.afterwards;
    expect(afterwards?.map(({ path, isDone }) => [path, isDone])).toEqual([
      ["keys", false],
      ["settings", true],
    ]);
  });

  it("omits steps without permission", () => {
    expect(nextSteps("editor", nothing)?.afterwards.map(({ path }) => path)).toEqual(["keys"]);
    expect(nextSteps("viewer", nothing)).toBeNull();
  });

  it("is null with a finished run and a key, and while unknown", () => {
    expect(nextSteps("owner", { ...one, runs: ["r"], keys: 1 })).not.toBeNull();
    expect(nextSteps("owner", { ...one, runs: ["r"], completed: ["r"], keys: 1 })).toBeNull();
    expect(nextSteps("owner", { ...nothing, keys: undefined })).toBeNull();
  });
});
