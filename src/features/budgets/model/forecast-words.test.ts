import { expect, it } from "vitest";
import { forecastWords } from "./forecast-words.ts";

/** November in Berlin starts and ends an hour before November in UTC. */
const month = {
  per: "month",
  state: "ok",
  timezone: "Europe/Berlin",
  window: {
    startsAtMs: Date.UTC(2026, 9, 31, 23),
    endsAtMs: Date.UTC(2026, 10, 30, 23),
    reservedMicros: 0,
    settledMicros: 0,
  },
} as const;
const forecast = { forecastMicros: 12_400_000, reachedAtMs: null };

it("forecasts a month and when the limit is reached, in the budget's time zone", () => {
  expect(forecastWords({ ...month, forecast })).toBe("About $12.40 by the end of November");
  const reachedAtMs = Date.UTC(2026, 10, 23, 23, 30);
  expect(forecastWords({ ...month, forecast: { ...forecast, reachedAtMs } })).toBe(
    "About $12.40 by the end of November; the limit on 24 Nov",
  );
});

it("forecasts a day with the time", () => {
  const reached = { ...forecast, reachedAtMs: Date.UTC(2026, 10, 23, 15, 40) };
  expect(forecastWords({ ...month, per: "day", forecast: reached })).toBe(
    "About $12.40 by the end of the day; the limit at 16:40",
  );
  expect(forecastWords({ ...month, per: "day", timezone: "posix/Moon", forecast: reached })).toContain(
    "15:40",
  );
});

it("says that there is too little data, and nothing for budgets that are used up or per run", () => {
  expect(forecastWords({ ...month, forecast: null })).toBe("Not enough spent yet for a forecast");
  expect(forecastWords({ ...month, state: "full", forecast })).toBeNull();
  expect(forecastWords({ ...month, per: "run", window: null, forecast: null })).toBeNull();
});
