import { describe, expect, it } from "vitest";
import { drawingKey } from "./drawing-keys.ts";

const pressed = (key: string, held: string = "") => ({
  key,
  code: `Key${key.toUpperCase()}`,
  ctrlKey: held.includes("ctrl"),
  metaKey: held.includes("meta"),
  shiftKey: held.includes("shift"),
  altKey: held.includes("alt"),
});

describe("a key in a drawing", () => {
  it.each([
    ["ArrowLeft", "", { kind: "walk", x: -1, y: 0 }],
    ["ArrowDown", "ctrl", { kind: "extend", x: 0, y: 1 }],
    ["ArrowUp", "shift", { kind: "nudge", x: 0, y: -1 }],
    ["Delete", "", { kind: "delete", isHealed: true }],
    ["Backspace", "shift", { kind: "delete", isHealed: false }],
    ["a", "", { kind: "add" }],
    ["ArrowDown", "ctrl shift", { kind: "resize", x: 0, y: 1 }],
    ["n", "", { kind: "addNote" }],
    ["g", "", { kind: "group" }],
    ["G", "shift", { kind: "ungroup" }],
    ["f", "", { kind: "fold" }],
    ["e", "", { kind: "nextProblem" }],
    ["o", "", { kind: "openBody" }],
    ["U", "", { kind: "closeBody" }],
    ["a", "meta", { kind: "chooseAll" }],
    ["Z", "ctrl shift", { kind: "redo" }],
    ["z", "ctrl", { kind: "undo" }],
    ["!", "shift", { kind: "showAll" }],
    // The browser reports copying through its own event, and Alt goes back in history.
    ["c", "ctrl", null],
    ["ArrowLeft", "alt", null],
    ["a", "alt", { kind: "align", alignment: "left" }],
    ["v", "alt shift", { kind: "align", alignment: "down" }],
    ["a", "alt ctrl", null],
    ["h", "alt", null],
    ["x", "", null],
  ])("%s with [%s]", (key, held, meant) => expect(drawingKey(pressed(key, held))).toEqual(meant));
});
