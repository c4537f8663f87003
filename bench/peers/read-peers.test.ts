import { describe, expect, it } from "vitest";
import { readPeer } from "./read-peers.ts";

const line = (work: string, figures: object, peer = "dbos", ts = "2026-11-29T10:00:00.000Z") =>
  JSON.stringify({ ts, peer, variant: "direct", durable: "each step", work, ...figures });

const dbos = { peer: "dbos", variant: "direct" } as const;

describe("the output of a peer", () => {
  it("gives its latest figures, ignoring other lines", () => {
    const text = [
      "(node:1) a warning",
      line("W1.latency", { p50_ms: 99 }),
      line("W1.latency", { p50_ms: 36.2, probe: { c1_p50_ms: 0.5 } }),
      line("W1.throughput", { runs_per_s: 12 }),
      line("W1.best", { runs_per_s: 56, probe: { c1_p50_ms: 0.6 } }),
      "{ not a line",
      line("W1.latency", { p50_ms: 1 }, "raw"),
      line("W3.chain500", { p50_ms: 300, growth_vs_10: 0.9 }, "dbos", "2026-11-29T10:05:00.000Z"),
    ].join("\n");
    expect(readPeer(text, dbos)).toEqual({
      rowMs: 36.2,
      runsPerSecond: 56,
      fanMs: null,
      growth: 0.9,
      commitMs: 0.5,
      measuredAt: "2026-11-29T10:05:00.000Z",
    });
  });

  it("gives nothing if a work failed, and null if there are no lines", () => {
    expect(readPeer(line("W2.fan50", { error: "out of connections" }), dbos)?.fanMs).toBeNull();
    expect(readPeer(line("W1.latency", { p50_ms: 1 }, "raw"), dbos)).toBeNull();
    expect(readPeer("", dbos)).toBeNull();
  });
});
