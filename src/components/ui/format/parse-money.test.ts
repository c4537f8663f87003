import { expect, it } from "vitest";
import { parseDollars, toDollars } from "./parse-money.ts";

it.each([
  ["12.5", 12_500_000],
  [" $0.000001", 1],
  ["0", 0],
  ["1000000", 1_000_000_000_000],
  ["1000000.01", null],
  ["1,000", null],
  ["-1", null],
  ["", null],
  ["0.0000001", null],
])("reads %j as %s micros", (text, micros) => {
  expect(parseDollars(text)).toBe(micros);
  if (micros !== null) expect(parseDollars(toDollars(micros))).toBe(micros);
});
