import { describe, expect, it } from "vitest";
import { createCleanups, undoAfter } from "./cleanups.ts";

const failing = (message: string) => async () => {
  throw new Error(message);
};

describe("what is undone", () => {
  it("is undone in reverse, each once, even when another fails", async () => {
    const undone: string[] = [];
    const cleanups = createCleanups();
    cleanups.add(() => void undone.push("lock"));
    cleanups.add(failing("PostgreSQL does not stop."));
    cleanups.add(() => void undone.push("web"));
    await expect(cleanups.run()).rejects.toThrow(
      "Not everything could be stopped: PostgreSQL does not stop.",
    );
    await cleanups.run();
    expect(undone).toEqual(["web", "lock"]);
  });

  it("never hides why the work itself failed", async () => {
    const told: string[] = [];
    const work = undoAfter(failing("The build failed."), failing("It does not stop."), (line) =>
      told.push(line),
    );
    await expect(work).rejects.toThrow("The build failed.");
    expect(told).toEqual(["It does not stop."]);
  });

  it("reports its own failure when the work went well", async () => {
    await expect(undoAfter(async () => 1, failing("It does not stop."))).rejects.toThrow("It does not stop.");
    expect(
      await undoAfter(
        async () => 1,
        async () => undefined,
      ),
    ).toBe(1);
  });
});
