import { describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { evaluateExpression } from "./evaluate-expression.ts";
import type { Scope } from "./scope.ts";
import { parseExpression } from "./syntax/parse-expression.ts";

const scope: Scope = {
  input: {
    text: 'She said "no"\nand left.',
    body: '{"items": [{"id": 12345678901234567890}], "constructor": 1}',
    prices: [3, 1.5, 10, 1.5],
    people: [
      { name: "Cleo", age: 41 },
      { name: "Ada", age: 36 },
      { name: "Bo", age: 36 },
    ],
  },
  trigger: null,
  run: { startedAt: "2026-11-29T23:30:00.000Z" },
  variables: {},
  nodes: {},
};

function evaluate(source: string) {
  const parsed = parseExpression(source);
  return parsed.ok ? evaluateExpression(parsed.expression, scope) : { ...parsed, position: undefined };
}

const table = (rows: readonly [string, Json][]) => rows;

describe.each([
  [
    "JSON",
    table([
      ["toJson(input.text)", '"She said \\"no\\"\\nand left."'],
      ["toJson({'a': [1, null, true]})", '{"a":[1,null,true]}'],
      ["'{\"text\": ' + toJson(input.text) + '}'", '{"text": "She said \\"no\\"\\nand left."}'],
      ["json(input.body).items[0].id", "12345678901234567890"],
      ["json(input.body)['constructor']", 1],
      ["json(toJson(input.people)) == input.people", true],
    ]),
  ],
  [
    "rounding",
    table([
      ["math.round(2.5)", 3],
      ["math.round(-2.5)", -3],
      ["math.round(1.005, 2)", 1.01],
      ["math.round(1234567.891, 1)", 1234567.9],
      ["math.round(7)", 7],
      ["math.floor(-1.2)", -2],
      ["math.ceil(1.2)", 2],
      ["math.trunc(-1.9)", -1],
      ["math.abs(-3)", 3],
      ["math.greatest(input.prices)", 10],
      ["math.least(4, 2.5, 3)", 2.5],
      ["math.sum(input.prices)", 16],
      ["math.sum([1, 2])", 3],
      ["math.sum([])", 0],
    ]),
  ],
  [
    "lists",
    table([
      ["input.prices.sort()", [1.5, 1.5, 3, 10]],
      ["input.prices.sort().reverse()[0]", 10],
      ["['b', 'a', 'B'].sort()", ["B", "a", "b"]],
      ["input.people.sortBy(p, p.age).map(p, p.name)", ["Ada", "Bo", "Cleo"]],
      ["input.people.sortBy(p, p.name)[2].name", "Cleo"],
      ["[1, 1.0, '1', 2, null, null].distinct()", [1, "1", 2, null]],
      ["[{'a': 1}, {'a': 1.0}, [1], [1]].distinct()", [{ a: 1 }, [1]]],
      ["[].sort()", []],
      [
        "input.people.groupBy(p, p.age).map(g, {'age': g.key, 'names': g.items.map(p, p.name)})",
        [
          { age: 41, names: ["Cleo"] },
          { age: 36, names: ["Ada", "Bo"] },
        ],
      ],
      ["[1, 1.0, '1', null].groupBy(x, x).map(g, size(g.items))", [2, 1, 1]],
      ["[].groupBy(x, x)", []],
    ]),
  ],
  [
    "time",
    table([
      ["run.startedAt", "2026-11-29T23:30:00.000Z"],
      ["time.format(run.startedAt, 'yyyy-MM-dd')", "2026-11-29"],
      ["time.format(run.startedAt, 'EEE dd.MM.yyyy HH:mm:ss', 'Europe/Berlin')", "Mon 30.11.2026 00:30:00"],
      ["time.format('2026-07-01T12:00:00Z', 'HH:mm', 'Europe/Berlin')", "14:00"],
      ["time.parts(run.startedAt, 'Asia/Kolkata').hour", 5],
      ["time.parts('2026-11-29').weekday", 7],
      ["time.add(run.startedAt, 3, 'days')", "2026-12-02T23:30:00.000Z"],
      ["time.add('2026-01-01T00:00:00+01:00', -90, 'minutes')", "2025-12-31T21:30:00.000Z"],
      ["time.between('2026-11-29T23:00:00Z', run.startedAt, 'hours')", 0.5],
      ["time.toMs('1970-01-01T00:00:01Z')", 1_000],
      ["time.at('2026-07-01T08:30', 'Europe/Berlin')", "2026-07-01T06:30:00.000Z"],
      ["time.at('2026-07-01', 'America/New_York')", "2026-07-01T04:00:00.000Z"],
      // Clocks are put forward at 02:00 and back at 03:00.
      ["time.at('2026-03-29T02:30', 'Europe/Berlin')", "2026-03-29T01:30:00.000Z"],
      ["time.at('2026-10-25T02:30', 'Europe/Berlin')", "2026-10-25T00:30:00.000Z"],
      ["time.startOf(run.startedAt, 'day', 'Europe/Berlin')", "2026-11-29T23:00:00.000Z"],
      ["time.startOf(run.startedAt, 'week')", "2026-11-23T00:00:00.000Z"],
      ["time.startOf(run.startedAt, 'month', 'Asia/Kolkata')", "2026-10-31T18:30:00.000Z"],
      ["time.startOf('2026-10-25T12:00:00Z', 'day', 'Europe/Berlin')", "2026-10-24T22:00:00.000Z"],
      ["time.startOf(run.startedAt, 'hour')", "2026-11-29T23:00:00.000Z"],
      ["time.startOf(run.startedAt, 'year', 'UTC')", "2026-01-01T00:00:00.000Z"],
    ]),
  ],
  [
    "CEL's own words for texts and whole numbers",
    table([
      ["'ßaÉ'.upperAscii()", "ßAÉ"],
      ["'ÀB'.lowerAscii()", "Àb"],
      ["'\\u0085\\u00a0 a \\u2028'.trim()", "a"],
      ["'\\ufeffa'.trim()", "\ufeffa"],
      ["int('9223372036854775807') == 9223372036854775807", true],
    ]),
  ],
])("%s", (_what, rows) => {
  it.each(rows)("%s is %j", (source, value) => {
    expect(evaluate(source)).toEqual({ ok: true, value });
  });
});

describe("what these functions refuse", () => {
  it.each([
    ["json('{')", "json() cannot read the text: it is not JSON"],
    ["json(input)", "what json() reads must be a string, but is map"],
    ["[1, 'a'].sort()", "only values of one kind can be sorted, but these are number, string"],
    ["[[1], [2]].sort()", "only numbers, texts and true or false can be sorted, not list"],
    ["math.round('2')", "a number is needed here, not string"],
    ["math.round(2.5, 20)", "math.round() takes 0 to 15 decimals"],
    ["math.greatest([])", "math.greatest() of an empty list"],
    ["[[1]].groupBy(x, x)", "a key is a number, a text, true, false or null, not list"],
    ["math.sum(['1'])", "a number is needed here, not string"],
    ["math.sum([9223372036854775807, 1])", "the result is larger than a whole number may be"],
    [
      "time.at('2026-07-01T08:30Z', 'UTC')",
      "is not a local time: write it as 2026-11-29T08:30, without a zone",
    ],
    ["time.startOf(run.startedAt, 'days')", "takes one of hour, day, week, month, year"],
    ["math.sqrt(2)", "there is no function sqrt()"],
    ["time.format('yesterday', 'yyyy')", '"yesterday" is not a time: write it as 2026-11-29'],
    ["time.format('2026-02-31', 'yyyy')", '"2026-02-31" is not a time'],
    ["time.format(run.startedAt, 'HH', 'Mars/Olympus')", 'there is no time zone "Mars/Olympus"'],
    ["time.add(run.startedAt, 1, 'months')", "the unit is one of second, minute, hour, day, week"],
    ["time.toMs(1e300)", "not a date between the years 1 and 9999"],
    ["run.finishedAt", "no such key: finishedAt"],
  ])("%s: %s", (source, message) => {
    expect(evaluate(source)).toMatchObject({ ok: false, message: expect.stringContaining(message) });
  });
});
