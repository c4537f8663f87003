import { describe, expect, it } from "vitest";
import { nextSteps } from "./next-steps.ts";

const nothing = { pipelines: 0, runs: 0, completed: 0, keys: 0, members: 1 };

describe("nextSteps", () => {
  it("tells a newcomer what comes first, and what is done", () => {
    const steps = nextSteps("owner", { ...nothing, pipelines: 2 }) ?? [];
    expect(steps.map(({ path, isDone }) => [path, isDone])).toEqual([
      ["pipelines/new", true],
      ["pipelines", false],
      ["runs?status=completed", false],
      ["keys", false],
      ["settings", false],
    ]);
  });

  it("tells nobody what they may not do", () => {
    expect(nextSteps("editor", nothing)?.map(({ path }) => path)).not.toContain("settings");
    expect(nextSteps("viewer", nothing)).toBeNull();
  });

  it("is silent once there is a pipeline, a run and a key, and before that is known", () => {
    expect(nextSteps("owner", { ...nothing, pipelines: 1, runs: 1, keys: 1 })).toBeNull();
    expect(nextSteps("owner", { ...nothing, keys: undefined })).toBeNull();
  });
});
