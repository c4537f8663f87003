import fc from "fast-check";
import { expect, it } from "vitest";
import { evaluateExpression } from "../evaluate-expression.ts";
import { parseExpression } from "../syntax/parse-expression.ts";

const zones = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"] as const;
const anyTime = fc.date({
  min: new Date("1975-01-01T00:00:00Z"),
  max: new Date("2060-01-01T00:00:00Z"),
  noInvalidDate: true,
});

function evaluate(source: string, input: string) {
  const parsed = parseExpression(source);
  if (!parsed.ok) throw new Error(parsed.message);
  const run = { startedAt: "2026-11-29T08:30:00.000Z" };
  const result = evaluateExpression(parsed.expression, {
    input,
    trigger: null,
    variables: {},
    nodes: {},
    run,
  });
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

it("shows at the instant of a local time that very time, where clocks ever show it", () => {
  fc.assert(
    fc.property(anyTime, fc.constantFrom(...zones), (time, zone) => {
      const shown = `time.format(input, 'yyyy-MM-ddTHH:mm:ss', '${zone}')`;
      const local = String(evaluate(shown, time.toISOString()));
      const instant = String(evaluate(`time.at(input, '${zone}')`, local));
      expect(evaluate(shown, instant)).toBe(local);
      // Where a time comes twice it is the first one: never later, and at most two hours earlier.
      const earlierMs = Math.floor(time.getTime() / 1_000) * 1_000 - Date.parse(instant);
      expect(earlierMs).toBeGreaterThanOrEqual(0);
      expect(earlierMs).toBeLessThanOrEqual(7_200_000);
    }),
  );
});

it("begins units before any time in them, and where they begin already", () => {
  const units = fc.constantFrom("hour", "day", "week", "month", "year");
  fc.assert(
    fc.property(anyTime, units, fc.constantFrom(...zones), (time, unit, zone) => {
      const source = `time.startOf(input, '${unit}', '${zone}')`;
      const start = String(evaluate(source, time.toISOString()));
      expect(Date.parse(start)).toBeLessThanOrEqual(time.getTime());
      expect(evaluate(source, start)).toBe(start);
    }),
  );
});
