import type { Alignment } from "./align-places.ts";

/** The action of a key in a drawing. */
export type DrawingKey =
  | { readonly kind: "walk" | "extend" | "nudge" | "resize"; readonly x: number; readonly y: number }
  | { readonly kind: "delete"; readonly isHealed: boolean }
  | { readonly kind: "duplicate" | "layOut" }
  | { readonly kind: "align"; readonly alignment: Alignment }
  | { readonly kind: "undo" | "redo" }
  | { readonly kind: "open" | "rename" | "try" | "nextProblem" }
  | { readonly kind: "openBody" | "closeBody" | "fold" }
  | { readonly kind: "group" | "ungroup" }
  | {
      readonly kind:
        | "add"
        | "addNote"
        | "insert"
        | "connect"
        | "chooseAll"
        | "chooseNone"
        | "find"
        | "showAll"
        | "showChosen";
    };

interface PressedKey {
  readonly key: string;
  /** The physical key: with Alt, `key` may be another character. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

const arrows: Readonly<Record<string, { readonly x: number; readonly y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** By key, and by key with Ctrl or Cmd. */
const plain: Readonly<Record<string, DrawingKey>> = {
  Enter: { kind: "open" },
  F2: { kind: "rename" },
  a: { kind: "add" },
  c: { kind: "connect" },
  e: { kind: "nextProblem" },
  f: { kind: "fold" },
  g: { kind: "group" },
  i: { kind: "insert" },
  l: { kind: "layOut" },
  n: { kind: "addNote" },
  o: { kind: "openBody" },
  t: { kind: "try" },
  u: { kind: "closeBody" },
  Escape: { kind: "chooseNone" },
};
const withCommand: Readonly<Record<string, DrawingKey>> = {
  a: { kind: "chooseAll" },
  d: { kind: "duplicate" },
  f: { kind: "find" },
  z: { kind: "undo" },
  y: { kind: "redo" },
};

/** With Alt, as in other drawing programs; distributing needs Shift too. */
const withAlt: Readonly<Record<string, Alignment>> = {
  KeyA: "left",
  KeyD: "right",
  KeyW: "top",
  KeyS: "bottom",
};
const withAltAndShift: Readonly<Record<string, Alignment>> = { KeyH: "across", KeyV: "down" };

const withBoth: Readonly<Record<string, DrawingKey>> = { z: { kind: "redo" } };
/** Shift and a digit, whatever the keyboard layout types for it. */
const shifted: Readonly<Record<string, DrawingKey>> = {
  "!": { kind: "showAll" },
  "1": { kind: "showAll" },
  "@": { kind: "showChosen" },
  '"': { kind: "showChosen" },
  "2": { kind: "showChosen" },
  G: { kind: "ungroup" },
};

/** A key's action; null if it has none here. Copying is reported by the browser instead. */
export function drawingKey(pressed: PressedKey): DrawingKey | null {
  const { key, shiftKey, altKey } = pressed;
  if (altKey) return altKeyOf(pressed);
  const isCommand = pressed.ctrlKey || pressed.metaKey;
  const arrow = arrows[key];
  if (arrow !== undefined) return arrowKey(arrow, isCommand, shiftKey);
  if (key === "Delete" || key === "Backspace")
    return isCommand ? null : { kind: "delete", isHealed: !shiftKey };
  const name = key.length === 1 ? key.toLowerCase() : key;
  if (isCommand) return (shiftKey ? withBoth : withCommand)[name] ?? null;
  return (shiftKey ? shifted[key] : plain[name]) ?? null;
}

function altKeyOf({ code, shiftKey, ctrlKey, metaKey }: PressedKey): DrawingKey | null {
  if (ctrlKey || metaKey) return null;
  const alignment = (shiftKey ? withAltAndShift : withAlt)[code];
  return alignment === undefined ? null : { kind: "align", alignment };
}

function arrowKey(
  arrow: { readonly x: number; readonly y: number },
  isCommand: boolean,
  isShifted: boolean,
): DrawingKey | null {
  if (!isShifted) return { kind: isCommand ? "extend" : "walk", ...arrow };
  return { kind: isCommand ? "resize" : "nudge", ...arrow };
}
