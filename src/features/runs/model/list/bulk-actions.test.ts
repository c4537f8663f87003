import { describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import { runStatuses } from "#core/run/status.ts";
import { actionsOf, describeResult, runsFor } from "./bulk-actions.ts";

const runs = runStatuses.map((status) => ({ id: status as string as RunId, status }));

describe("actions on several runs", () => {
  it("apply to the runs for which they make sense", () => {
    expect(runsFor("stop", runs)).toEqual(["pending", "running", "waiting"]);
    expect(runsFor("resume", runs)).toEqual(["failed", "cancelled", "timeout"]);
    expect(runsFor("delete", runs)).toEqual(["completed", "failed", "cancelled", "timeout"]);
  });

  it("are offered to people with permission", () => {
    expect(actionsOf("owner")).toEqual(["stop", "resume", "delete"]);
    expect(actionsOf("editor")).toEqual(["stop", "resume"]);
    expect(actionsOf("viewer")).toEqual([]);
  });

  it("say how many were done, and why the others were not", () => {
    expect(describeResult("stop", { done: 1, failures: [] })).toEqual({ title: "1 run stopped" });
    expect(describeResult("delete", { done: 2, failures: ["It is gone.", "It is gone."] })).toEqual({
      tone: "failed",
      title: "2 runs deleted",
      description: "2 runs were not: It is gone.",
    });
  });
});
