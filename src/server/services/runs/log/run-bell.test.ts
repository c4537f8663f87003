import { describe, expect, it } from "vitest";
import { createRunBell, listenTo } from "./run-bell.ts";

function createBell() {
  let hear: (payload: string) => void = () => undefined;
  const bell = createRunBell({
    subscribe(_channel, heard) {
      hear = heard;
      return () => undefined;
    },
  });
  return { bell, ring: (runId: string) => hear(runId) };
}

const never = new AbortController().signal;

describe("an ear on the bell", () => {
  it("remembers a ring that came before it waited", async () => {
    const { bell, ring } = createBell();
    const ear = listenTo(bell, "a");
    ring("a");
    // If it had forgotten the ring, the test would time out.
    await ear.wait(3_600_000, never);
  });

  it("wakes at a ring of its own run only", async () => {
    const { bell, ring } = createBell();
    const ear = listenTo(bell, "a");
    let hasWoken = false;
    const waiting = ear.wait(5_000, never).then(() => {
      hasWoken = true;
    });
    ring("b");
    await Promise.resolve();
    expect(hasWoken).toBe(false);
    ring("a");
    await waiting;
    expect(hasWoken).toBe(true);
  });

  it("stops when its reader leaves, and hears nothing once closed", async () => {
    const { bell, ring } = createBell();
    const ear = listenTo(bell, "a");
    const reader = new AbortController();
    const waiting = ear.wait(60_000, reader.signal);
    reader.abort();
    await waiting;
    ear.close();
    ring("a");
    await expect(ear.wait(1, never)).resolves.toBeUndefined();
  });
});
