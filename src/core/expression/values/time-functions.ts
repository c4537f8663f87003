import { RecentlyUsed } from "../../recently-used.ts";
import type { Meter } from "../metering/meter.ts";
import { calendarUnits, instantOf, type LocalClock, startOfUnit } from "./local-times.ts";
import type { Builtin } from "./text-functions.ts";
import { mismatch, shorten, textOf, typeName, type Value } from "./value.ts";

/** Creating a zone's calendar. Each evaluation pays for it, since the cost must not depend on earlier evaluations. */
const unitsPerZone = 50_000;
const unitsPerTime = 500;
/** Longer than any zone's name. */
const maxZoneCharacters = 64;

const millisecondsPer = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
} as const;

/**
 * Times are texts such as `2026-11-29T08:30:00Z`, or milliseconds since 1970. There is no clock: the only time
 * available is the run's own start, `run.startedAt`, and those in the data.
 */
export const timeFunctions: { readonly [signature: string]: Builtin } = {
  /** `time.format(t, "yyyy-MM-dd HH:mm", "Europe/Berlin")`. */
  "format/2": ([time = null, pattern = null], meter) => format(time, pattern, "UTC", meter),
  "format/3": ([time = null, pattern = null, zone = null], meter) => format(time, pattern, zone, meter),
  /** `time.parts(t, "Europe/Berlin").weekday`: year, month, day, hour, minute, second, weekday (Monday is 1). */
  "parts/1": ([time = null], meter) => parts(time, "UTC", meter),
  "parts/2": ([time = null, zone = null], meter) => parts(time, zone, meter),
  /** `time.add(t, 3, "days")`; a day is 24 hours. */
  "add/3": ([time = null, amount = null, unit = null]) =>
    toText(millisecondsOf(time) + amountOf(amount) * unitOf(unit)),
  /** `time.between(a, b, "hours")`: the time from a to b, with decimals. */
  "between/3": ([from = null, to = null, unit = null]) =>
    (millisecondsOf(to) - millisecondsOf(from)) / unitOf(unit),
  /** `time.at("2026-11-29T08:30", "Europe/Berlin")`: the instant of a local time there. */
  "at/2": ([local = null, zone = null], meter) => at(local, zone, meter),
  /** `time.startOf(t, "month", "Europe/Berlin")`: the start of the hour, day, week (from Monday), month or year. */
  "startOf/2": ([time = null, unit = null], meter) => startOf(time, unit, "UTC", meter),
  "startOf/3": ([time = null, unit = null, zone = null], meter) => startOf(time, unit, zone, meter),
  /** Milliseconds since 1970. */
  "toMs/1": ([time = null]) => millisecondsOf(time),
};

const written = /^(\d{4})-(\d\d)-(\d\d)(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;

function millisecondsOf(time: Value): number {
  if (typeof time === "bigint" || typeof time === "number") return inRange(Number(time));
  const text = textOf(time, "a time");
  const [, year, month, day] = written.exec(text) ?? [];
  if (Number(day) !== new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate()) {
    throw mismatch(
      `${JSON.stringify(shorten(text))} is not a time: write it as 2026-11-29 or 2026-11-29T08:30:00Z`,
    );
  }
  return inRange(Date.parse(text));
}

/** From the year 1 to 9999: they have four digits and need no era. */
function inRange(milliseconds: number): number {
  if (milliseconds >= -62_135_596_800_000 && milliseconds < 253_402_300_800_000) return milliseconds;
  throw mismatch("the time is not a date between the years 1 and 9999");
}

function toText(milliseconds: number): string {
  return new Date(inRange(milliseconds)).toISOString();
}

function amountOf(value: Value): number {
  if (typeof value === "bigint" || typeof value === "number") return Number(value);
  throw mismatch(`time.add() takes a number, not ${typeName(value)}`);
}

function unitOf(value: Value): number {
  const name = textOf(value, "the unit").replace(/s$/, "");
  const found = Object.entries(millisecondsPer).find(([unit]) => unit === name);
  if (found !== undefined) return found[1];
  throw mismatch(`the unit is one of ${Object.keys(millisecondsPer).join(", ")}, not "${shorten(name)}"`);
}

const calendars = new RecentlyUsed<Intl.DateTimeFormat | null>(50);
const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly weekday: number;
}

function calendarOf(zone: string, meter: Meter): Intl.DateTimeFormat {
  meter.chargeOnce(`zone ${zone}`, unitsPerZone);
  meter.charge(unitsPerTime);
  const calendar =
    zone.length > maxZoneCharacters ? null : calendars.getOrMake(zone, () => makeCalendar(zone));
  if (calendar !== null) return calendar;
  throw mismatch(`there is no time zone "${shorten(zone)}": write it as Europe/Berlin or UTC`);
}

function makeCalendar(zone: string): Intl.DateTimeFormat | null {
  const two = "2-digit";
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      calendar: "iso8601",
      numberingSystem: "latn",
      hourCycle: "h23",
      year: "numeric",
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
      weekday: "short",
    });
  } catch {
    return null;
  }
}

function partsOf(time: Value, zone: Value, meter: Meter): Parts {
  const milliseconds = millisecondsOf(time);
  const found = new Map(
    calendarOf(textOf(zone, "the zone"), meter)
      .formatToParts(milliseconds)
      .map(({ type, value }) => [type, value]),
  );
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(found.get(type));
  return {
    year: number("year"),
    month: number("month"),
    day: number("day"),
    hour: number("hour"),
    minute: number("minute"),
    second: number("second"),
    weekday: weekdays.indexOf(found.get("weekday") ?? "") + 1,
  };
}

/** The local time in a zone, as if it were UTC. */
function clockOf(zone: Value, meter: Meter): LocalClock {
  return (milliseconds) => {
    const { year, month, day, hour, minute, second } = partsOf(inRange(milliseconds), zone, meter);
    const date = new Date(milliseconds % 1_000);
    date.setUTCFullYear(year, month - 1, day);
    date.setUTCHours(hour, minute, second, ((milliseconds % 1_000) + 1_000) % 1_000);
    return date.getTime();
  };
}

const writtenLocally = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?)?$/;

function at(local: Value, zone: Value, meter: Meter): string {
  const text = textOf(local, "a local time");
  if (!writtenLocally.test(text)) {
    throw mismatch(
      `${JSON.stringify(shorten(text))} is not a local time: write it as 2026-11-29T08:30, without a zone`,
    );
  }
  const localMs = millisecondsOf(text.includes("T") ? `${text}Z` : text);
  return toText(instantOf(localMs, clockOf(zone, meter)));
}

function startOf(time: Value, unit: Value, zone: Value, meter: Meter): string {
  const name = textOf(unit, "the unit");
  const known = calendarUnits.find((one) => one === name);
  if (known === undefined)
    throw mismatch(`time.startOf() takes one of ${calendarUnits.join(", ")}, not "${shorten(name)}"`);
  const clock = clockOf(zone, meter);
  const localMs = clock(millisecondsOf(time));
  return toText(instantOf(startOfUnit(localMs, known), clock));
}

function parts(time: Value, zone: Value, meter: Meter): Value {
  return { ...partsOf(time, zone, meter) };
}

function format(time: Value, pattern: Value, zone: Value, meter: Meter): string {
  const text = textOf(pattern, "the pattern");
  meter.chargeBuiltText(text.length * 2);
  const { year, month, day, hour, minute, second, weekday } = partsOf(time, zone, meter);
  const two = (number: number) => String(number).padStart(2, "0");
  const values = new Map([
    ["yyyy", String(year).padStart(4, "0")],
    ["MM", two(month)],
    ["dd", two(day)],
    ["HH", two(hour)],
    ["mm", two(minute)],
    ["ss", two(second)],
    ["EEE", weekdays[weekday - 1] ?? ""],
  ]);
  return text.replace(/yyyy|MM|dd|HH|mm|ss|EEE/g, (token) => values.get(token) ?? token);
}
