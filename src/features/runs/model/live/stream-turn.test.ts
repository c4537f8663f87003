import { describe, expect, it } from "vitest";
import { StreamTurn, type TabMessage } from "./stream-turn.ts";

/** Tabs of one browser: each receives what the others post. */
function browser() {
  const ears = new Map<string, (message: TabMessage) => void>();
  const open = (tab: string) =>
    new StreamTurn(tab, {
      post: (message) => {
        for (const [id, take] of ears) if (id !== tab) take(message);
      },
      listen: (take) => {
        ears.set(tab, take);
        return () => ears.delete(tab);
      },
    });
  return { open, kill: (tab: string) => ears.delete(tab) };
}

const eight = ["a", "b", "c", "d", "e", "f", "g", "h"];
const modes = (tabs: readonly StreamTurn[]) => tabs.map((tab) => tab.mode());

describe("StreamTurn", () => {
  it("lets the three most recently viewed tabs stream, however many there are", () => {
    const { open } = browser();
    const tabs = eight.map(open);
    for (const tab of tabs) tab.claim();
    expect(modes(tabs)).toEqual([...Array(5).fill("poll"), ...Array(3).fill("stream")]);
  });

  it("gives a turn to a tab that becomes visible, and takes that of the one hidden longest", () => {
    const { open } = browser();
    const tabs = eight.map(open);
    for (const tab of tabs) tab.claim();
    tabs[0]?.claim();
    expect(modes(tabs)).toEqual(["stream", "poll", "poll", "poll", "poll", "poll", "stream", "stream"]);
  });

  it("ignores hidden and closed tabs", () => {
    const { open } = browser();
    const tabs = eight.map(open);
    for (const [index, tab] of tabs.entries()) {
      tab.claim();
      if (index > 0 && index < 4) tab.rest();
      if (index >= 4) tab.close();
    }
    expect(tabs[0]?.mode()).toBe("stream");
  });

  it("stays within its limit when tabs are killed", () => {
    const { open, kill } = browser();
    const tabs = eight.map(open);
    for (const tab of tabs.slice(0, 3)) tab.claim();
    for (const id of eight.slice(0, 2)) kill(id);
    for (const tab of tabs.slice(5)) tab.claim();
    expect(modes([...tabs.slice(2, 3), ...tabs.slice(5)])).toEqual(["poll", "stream", "stream", "stream"]);
  });

  it("notifies when its mode changes, and only then", () => {
    const { open } = browser();
    const tab = open("a");
    const told: string[] = [];
    tab.subscribe(() => told.push(tab.mode()));
    tab.claim();
    tab.claim();
    tab.rest();
    expect(told).toEqual(["stream", "rest"]);
  });
});
