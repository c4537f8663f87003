import { expect, it } from "vitest";
import { readDays } from "./read-days.ts";

it("parses days, an empty field, and invalid input", () => {
  expect(["1", " 30 ", "3650", "", " "].map(readDays)).toEqual([1, 30, 3_650, null, null]);
  expect(["0", "3651", "-1", "1.5", "a month", "1e3"].map(readDays)).toEqual(
    Array.from({ length: 6 }, () => undefined),
  );
});
