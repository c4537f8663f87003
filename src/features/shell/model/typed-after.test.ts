import { expect, it } from "vitest";
import { isCommandKey, typedAfter } from "./typed-after.ts";

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

it("leaves commands to the browser, and takes a letter of AltGr for a letter", () => {
  const isCommand = (key: string, ctrlKey = false, isAltGraph = false) =>
    isCommandKey({ key, ctrlKey, altKey: isAltGraph, metaKey: false, getModifierState: () => isAltGraph });
  expect([isCommand("F5"), isCommand("r", true)]).toEqual([true, true]);
  expect([isCommand("F"), isCommand("@", true, true), isCommand("Tab")]).toEqual([false, false, false]);
});
