import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { NodeTask } from "#core/run/node-task.ts";
import { AbortReason } from "#engine/abort-reason.ts";
import type { MarkedLease } from "#server/db/run/progress/lease/sent-marks.ts";
import { LeaseKeeper } from "./lease-keeper.ts";

const beatMs = 1_000;
const leaseMs = 15_000;
let standingMs = 0;

beforeEach(() => {
  standingMs = 0;
  vi.useFakeTimers();
  vi.spyOn(performance, "now").mockImplementation(() => Date.now() + standingMs);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** The process stands still for so long: time goes on, and none of its timers comes. */
function standStill(milliseconds: number): void {
  standingMs += milliseconds;
}

const task = { leaseToken: "token", runId: "run" } as NodeTask;

function keeperWhere(lease: MarkedLease, whileMarking: () => void = () => undefined): LeaseKeeper {
  return new LeaseKeeper({
    beatMs,
    leaseMs,
    renew: async (leases) =>
      lease === "held" ? leases.map(({ leaseToken }) => ({ leaseToken, abortRequested: false })) : [],
    markSent: async () => {
      whileMarking();
      return lease;
    },
    onError: () => undefined,
  });
}

/** Why the attempt is to stop; null while it goes on. */
function stopOf({ signal }: { readonly signal: AbortSignal }): string | null {
  if (!signal.aborted) return null;
  return signal.reason instanceof AbortReason ? signal.reason.kind : String(signal.reason);
}

describe("a call that is about to leave", () => {
  it.each<[MarkedLease, string | null]>([
    ["held", null],
    ["unknown", null],
    ["lost", "lease-lost"],
    ["stopping", "cancelled"],
  ])("whose lease is %s has the stop %s", async (lease, stop) => {
    const held = keeperWhere(lease).hold(task);
    await held.markSent();
    expect(stopOf(held)).toBe(stop);
  });

  it.each<MarkedLease>(["held", "unknown"])(
    "stays where its process stood still over a mark that is %s",
    async (lease) => {
      const held = keeperWhere(lease, () => standStill(leaseMs + 1)).hold(task);
      await held.markSent();
      expect(stopOf(held)).toBe("lease-lost");
    },
  );
});

describe("an attempt that is about to act", () => {
  it("goes on for as long as its lease lasts since it was prolonged last", async () => {
    const keeper = keeperWhere("held");
    keeper.start();
    const held = keeper.hold(task);
    await vi.advanceTimersByTimeAsync(3 * leaseMs);
    standStill(leaseMs - beatMs);
    held.checkHeld();
    expect(stopOf(held)).toBe(null);
    standStill(beatMs + 1);
    held.checkHeld();
    expect(stopOf(held)).toBe("lease-lost");
    keeper.stop();
  });

  it("stops with the next sign of life when somebody else has it", async () => {
    const keeper = keeperWhere("lost");
    keeper.start();
    const held = keeper.hold(task);
    await vi.advanceTimersByTimeAsync(beatMs);
    expect(stopOf(held)).toBe("lease-lost");
    keeper.stop();
  });
});
