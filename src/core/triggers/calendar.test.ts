import { describe, expect, it } from "vitest";
import { calendarOf, cronFault, isTimezone } from "./calendar.ts";

/** The first times after an instant, without what all have in common. */
function times(cron: string, timezone: string, after: string, count = 3): readonly string[] {
  return calendarOf(cron, timezone)
    .after(Date.parse(after), count)
    .map((instant) => new Date(instant).toISOString().slice(0, 16));
}

describe("a schedule where clocks change", () => {
  // The zones change at different hours, by different amounts, on both sides of the equator.
  it.each([
    // 02:30 does not exist on the 29th: the first time that does is 03:00 summer time.
    [
      "Europe/Berlin",
      "30 2 * * *",
      "2026-03-27T12:00Z",
      ["2026-03-28T01:30", "2026-03-29T01:00", "2026-03-30T00:30"],
    ],
    // 02:30 comes twice on the 25th and is taken once, the first time.
    [
      "Europe/Berlin",
      "30 2 * * *",
      "2026-10-24T12:00Z",
      ["2026-10-25T00:30", "2026-10-26T01:30", "2026-10-27T01:30"],
    ],
    [
      "America/New_York",
      "30 2 * * *",
      "2026-03-07T12:00Z",
      ["2026-03-08T07:00", "2026-03-09T06:30", "2026-03-10T06:30"],
    ],
    [
      "America/New_York",
      "30 1 * * *",
      "2026-10-31T12:00Z",
      ["2026-11-01T05:30", "2026-11-02T06:30", "2026-11-03T06:30"],
    ],
    // Half an hour only.
    [
      "Australia/Lord_Howe",
      "15 2 * * *",
      "2026-10-02T12:00Z",
      ["2026-10-02T15:45", "2026-10-03T15:30", "2026-10-04T15:15"],
    ],
    [
      "Australia/Lord_Howe",
      "45 1 * * *",
      "2026-04-03T12:00Z",
      ["2026-04-03T14:45", "2026-04-04T14:45", "2026-04-05T15:15"],
    ],
    // At midnight: the day begins at one.
    [
      "America/Santiago",
      "0 0 * * *",
      "2026-09-05T12:00Z",
      ["2026-09-06T04:00", "2026-09-07T03:00", "2026-09-08T03:00"],
    ],
    // Back for the weeks of Ramadan.
    [
      "Africa/Casablanca",
      "30 2 * * *",
      "2026-02-13T12:00Z",
      ["2026-02-14T01:30", "2026-02-15T01:30", "2026-02-16T02:30"],
    ],
    [
      "Asia/Kolkata",
      "0 8 * * 1",
      "2026-03-28T00:00Z",
      ["2026-03-30T02:30", "2026-04-06T02:30", "2026-04-13T02:30"],
    ],
    ["UTC", "0 0 31 * *", "2026-01-01T00:00Z", ["2026-01-31T00:00", "2026-03-31T00:00", "2026-05-31T00:00"]],
    ["UTC", "0 12 29 2 *", "2026-01-01T00:00Z", ["2028-02-29T12:00", "2032-02-29T12:00", "2036-02-29T12:00"]],
  ])("%s %s", (timezone, cron, after, expected) => {
    expect(times(cron, timezone, after)).toEqual(expected);
  });

  it("goes on through a doubled hour with what repeats", () => {
    expect(times("*/30 * * * *", "Europe/Berlin", "2026-10-24T23:45Z", 6)).toEqual([
      "2026-10-25T00:00",
      "2026-10-25T00:30",
      "2026-10-25T01:00",
      "2026-10-25T01:30",
      "2026-10-25T02:00",
      "2026-10-25T02:30",
    ]);
  });

  it.each([
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Pacific/Auckland",
  ])("comes once on each day of a year in %s, and the same whichever way it is counted", (timezone) => {
    const calendar = calendarOf("30 2 * * *", timezone);
    const [from, to] = [Date.parse("2026-01-01T12:00Z"), Date.parse("2027-01-01T12:00Z")];
    const days = calendar.after(from, 365);
    const local = new Intl.DateTimeFormat("en-CA", { timeZone: timezone, dateStyle: "short" });
    expect(new Set(days.map((instant) => local.format(instant))).size).toBe(365);
    expect(calendar.between(from, to, 1_000)).toEqual(days);
  });

  it("counts an instant to the interval that it ends, and not to the one that it begins", () => {
    const calendar = calendarOf("0 * * * *", "UTC");
    const [one, two] = [Date.parse("2026-01-01T01:00Z"), Date.parse("2026-01-01T02:00Z")];
    expect(calendar.between(one, two, 10)).toEqual([two]);
    expect(calendar.between(one, two - 1, 10)).toEqual([]);
    expect(calendar.between(one - 1, two + 1, 10)).toEqual([one, two]);
    expect(calendar.between(0, two, 2)).toEqual([one, two]);
    expect(calendar.after(one, 1)).toEqual([two]);
  });
});

describe("a cron line", () => {
  it.each([
    ["* * * *", /five fields .* but has 4/],
    ["0 * * * * *", /five fields .* but has 6/],
    ["@daily", /five fields/],
    ["60 * * * *", /Invalid value for minute: 60/],
    ["? * * * *", /cannot be read: \?/],
    ["a b c d e", /cannot be read/],
    ["0 0 30 2 *", /day that never comes/],
    ["0 0 * * 1;drop", /cannot be read/],
  ])("%s is refused, and the reason is named", (cron, reason) => {
    expect(cronFault(cron)).toMatch(reason);
  });

  it.each(["0 8 * * 1", " 0  8 * * mon-fri ", "*/5 * * * *", "0 0 L * *", "0 9 * * 5#2", "0 0 29 2 *"])(
    "%s is taken",
    (cron) => {
      expect(cronFault(cron)).toBeNull();
    },
  );

  it("wants a zone that there is", () => {
    expect(["Europe/Berlin", "UTC", "Asia/Kathmandu"].every(isTimezone)).toBe(true);
    expect(["Mars/Olympus", "", "Berlin"].some(isTimezone)).toBe(false);
  });
});
