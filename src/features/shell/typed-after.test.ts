import { expect, it } from "vitest";
import { typedAfter } from "./typed-after.ts";

const typed = (...keys: readonly string[]) => keys.reduce(typedAfter, "");

it("holds the letters that were typed, whatever their alphabet", () => {
  expect(typed("r", "u", "n", " ", "ü", "😀")).toBe("run ü😀");
});

it("takes the last one back, and leaves what is not there", () => {
  expect(typed("Backspace", "a", "😀", "Backspace")).toBe("a");
});

it("writes nothing where a key writes nothing", () => {
  expect(typed("a", "Shift", "ArrowLeft", "Enter", "Tab", "Dead")).toBe("a");
});
