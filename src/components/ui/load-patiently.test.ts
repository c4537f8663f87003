import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { currentToasts, dismissToast } from "./floating/toast-store.ts";
import { loadPatiently } from "./load-patiently.ts";

/** Fails this many times, then succeeds. */
function comesAfter(failures: number) {
  let left = failures;
  return vi.fn(async () => {
    if (left-- > 0) throw new Error("no answer");
    return "here";
  });
}

describe("loadPatiently", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    for (const { id } of currentToasts()) dismissToast(id);
  });

  it("retries until it loads, without a message if that is soon", async () => {
    const load = comesAfter(4);
    const loaded = loadPatiently(load);
    await vi.runAllTimersAsync();
    expect(await loaded).toBe("here");
    expect(load).toHaveBeenCalledTimes(5);
    expect(currentToasts()).toEqual([]);
  });

  it("shows one message if loading takes long, however many wait", async () => {
    const all = [comesAfter(9), comesAfter(9)].map(loadPatiently);
    await vi.runAllTimersAsync();
    expect(await Promise.all(all)).toEqual(["here", "here"]);
    expect(currentToasts()).toMatchObject([
      { tone: "failed", description: expect.stringContaining("reload the page") },
    ]);
    const next = loadPatiently(comesAfter(9));
    await vi.runAllTimersAsync();
    await next;
    expect(currentToasts()).toHaveLength(2);
  });
});
