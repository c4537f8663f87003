import { expect, it } from "vitest";
import { isCommandKey, typedAfter } from "./typed-after.ts";

const typed = (...keys: readonly string[]) => keys.reduce(typedAfter, "");

it("appends typed letters, of any alphabet", () => {
  expect(typed("r", "u", "n", " ", "ü", "😀")).toBe("run ü😀");
});

it("deletes the last one, and nothing from an empty text", () => {
  expect(typed("Backspace", "a", "😀", "Backspace")).toBe("a");
});

it("ignores keys that type nothing", () => {
  expect(typed("a", "Shift", "ArrowLeft", "Enter", "Tab", "Dead")).toBe("a");
});

it("leaves shortcuts to the browser, but accepts letters of AltGr", () => {
  const isCommand = (key: string, ctrlKey = false, isAltGraph = false) =>
    isCommandKey({ key, ctrlKey, altKey: isAltGraph, metaKey: false, getModifierState: () => isAltGraph });
  expect([isCommand("F5"), isCommand("r", true)]).toEqual([true, true]);
  expect([isCommand("F"), isCommand("@", true, true), isCommand("Tab")]).toEqual([false, false, false]);
});
