import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { previewSchedules } from "./preview-schedules.ts";

const nowMs = Date.parse("2026-10-24T12:00:00Z");
const preview = (...triggers: readonly unknown[]) => previewSchedules(triggers, nowMs, 3);
const schedule = (more: object) => ({ id: "weekly", kind: "schedule", cron: "30 2 * * *", ...more });

describe("the preview of schedules that are being written", () => {
  it("tells the next times in their zone, through a change of the clocks", () => {
    const [berlin, utc] = preview(schedule({ timezone: "Europe/Berlin" }), schedule({ id: "plain" }));
    expect(berlin).toMatchObject({ id: "weekly", timezone: "Europe/Berlin", fault: null });
    expect(berlin?.timesMs.map((ms) => new Date(ms).toISOString())).toEqual([
      "2026-10-25T00:30:00.000Z",
      "2026-10-26T01:30:00.000Z",
      "2026-10-27T01:30:00.000Z",
    ]);
    expect(utc?.timesMs[0]).toBe(Date.parse("2026-10-25T02:30:00Z"));
  });

  it.each([
    [{ cron: "30 2 * *" }, "cron must have five fields"],
    [{ cron: "99 2 * * *" }, "cron cannot be read"],
    [{ cron: "0 0 31 2 *" }, "cron names a day that never comes"],
    [{ cron: undefined }, "cron is not written yet"],
    [{ timezone: "Europe/Berl" }, "timezone must be the name of a zone"],
  ])("says what is wrong with %j", (more, words) => {
    const [told] = preview(schedule(more));
    expect(told?.fault).toContain(words);
    expect(told?.timesMs).toEqual([]);
  });

  it("tells nothing of other triggers, and calls one without an id by its place", () => {
    expect(preview({ id: "hook", kind: "webhook" }, schedule({ id: undefined }))).toMatchObject([
      { id: "#2" },
    ]);
    expect(previewSchedules(undefined, nowMs, 3)).toEqual([]);
  });

  it("takes anything at all", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (any, cron, timezone) => {
        previewSchedules(any, nowMs, 2);
        for (const { timesMs, fault } of preview({ kind: "schedule", cron, timezone })) {
          expect(timesMs.length > 0).toBe(fault === null);
        }
      }),
    );
  });
});
