import { describe, expect, it } from "vitest";
import { type ConnectionEars, followLog } from "./follow-log.ts";
import type { WatchMode } from "./stream-turn.ts";

/** A turn that the test controls, and a log that counts its connections. */
function setUp(first: WatchMode, quietMs = 1) {
  let mode = first;
  let listener = () => {};
  let opened = 0;
  const ears = new Set<ConnectionEars>();
  const turn = {
    mode: () => mode,
    subscribe: (next: () => void) => {
      listener = next;
      return () => {};
    },
  };
  const open = (told: ConnectionEars) => {
    opened += 1;
    ears.add(told);
    return () => {
      ears.delete(told);
      // As tRPC does, even for a connection that it was told to close.
      told.onEnd();
    };
  };
  return {
    ears,
    opened: () => opened,
    become: (next: WatchMode) => {
      mode = next;
      listener();
    },
    sign: () => {
      for (const ear of ears) ear.onSign();
    },
    end: () => {
      for (const ear of ears) ear.onEnd();
    },
    stop: followLog(turn, open, { quietMs, longestMs: 20, pauseMs: 1 }),
  };
}

describe("followLog", () => {
  it("keeps one connection while streaming, none while hidden, and continues when visible again", () => {
    const log = setUp("stream");
    log.sign();
    expect([log.ears.size, log.opened()]).toEqual([1, 1]);
    log.become("rest");
    expect(log.ears.size).toBe(0);
    log.become("stream");
    expect([log.ears.size, log.opened()]).toEqual([1, 2]);
    log.stop();
    expect(log.ears.size).toBe(0);
  });

  it("polls now and then, each time for as long as lines arrive", async () => {
    const log = setUp("poll");
    expect(log.ears.size).toBe(1);
    log.sign();
    await expect.poll(() => log.opened()).toBe(2);
    log.sign();
    await expect.poll(() => log.opened()).toBe(3);
    log.stop();
  });

  it("keeps no short connection beyond its maximum, however much arrives", async () => {
    const log = setUp("poll", 60_000);
    log.sign();
    await expect.poll(() => log.opened()).toBe(2);
    log.stop();
  });

  it("connects no more after the log has ended", () => {
    const log = setUp("stream");
    log.end();
    log.become("rest");
    log.become("stream");
    expect([log.ears.size, log.opened()]).toEqual([0, 1]);
  });
});
