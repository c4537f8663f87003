import { describe, expect, it } from "vitest";
import { retitled, runTitle } from "./run-title.ts";

describe("the title of a run's page", () => {
  it("starts with the run's status", () => {
    expect(runTitle("Contract review", "timeout")).toBe("Out of time: run of Contract review");
  });

  it("changes with the run, and leaves other pages' titles alone", () => {
    const title = `${runTitle("A: run of $& B", "running")} · Penstock`;
    expect(retitled(title, "A: run of $& B", "completed")).toBe(
      "Completed: run of A: run of $& B · Penstock",
    );
    expect(retitled("Runs · Penstock", "Contract review", "completed")).toBe("Runs · Penstock");
  });
});
