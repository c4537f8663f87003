import { expect, it } from "vitest";
import { sideBySide } from "./compare-peers.ts";

it("compares with the peers that were run, and names those that were not", () => {
  const ts = "2026-11-29T10:00:00.000Z";
  const line = {
    ts,
    peer: "dbos",
    variant: "direct",
    work: "W1.latency",
    p50_ms: 36,
    probe: { c1_p50_ms: 0.5 },
  };
  const ours = { rowMs: 12, runsPerSecond: 150, fanMs: 28, growth: 1.1, commitMs: 0.4, measuredAt: ts };
  expect(sideBySide(JSON.stringify(line), ours).split("\n")).toEqual([
    "          10 in a row, p50  to a commit  32 at once    1 -> 50 -> join  500 to 10  measured",
    "DBOS      36.0 ms           72.0 x       -             -                -          2026-11-29 10:00",
    "Penstock  12.0 ms           30.0 x       150.0 runs/s  28.0 ms          1.1 x      2026-11-29 10:00",
    "raw PostgreSQL was not run: there is not one line of it.",
    "Restate was not run: there is not one line of it.",
    "Mastra was not run: there is not one line of it.",
  ]);
});
