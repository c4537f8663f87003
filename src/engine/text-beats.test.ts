import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { WorkspaceId } from "#core/ids.ts";
import { TextBeats } from "./text-beats.ts";

const [one, other] = ["one", "other"] as unknown as [WorkspaceId, WorkspaceId];

describe("TextBeats", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("calls the streams of a workspace together, each once, and another workspace's by themselves", () => {
    const beats = new TextBeats();
    const sent: string[] = [];
    beats.next(one, () => sent.push("a"));
    vi.advanceTimersByTime(40);
    beats.next(one, () => sent.push("b"));
    beats.next(other, () => sent.push("c"));
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(20);
    expect(sent).toEqual(["a", "b"]);
    vi.advanceTimersByTime(40);
    expect(sent).toEqual(["a", "b", "c"]);
    vi.advanceTimersByTime(1_000);
    expect(sent).toHaveLength(3);
  });

  it("has another beat for what comes after one", () => {
    const beats = new TextBeats();
    const again = vi.fn();
    beats.next(one, () => beats.next(one, again));
    vi.advanceTimersByTime(60);
    expect(again).not.toHaveBeenCalled();
    vi.advanceTimersByTime(60);
    expect(again).toHaveBeenCalledOnce();
  });
});
