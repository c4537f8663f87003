"use client";

import { useState } from "react";
import { usePersonalStorage } from "#features/shell/index.ts";

/**
 * The divider's position between two parts of the editor, stored for this person in this browser. `name` identifies it.
 */
export function usePaneWidth(name: string, initialPercent: number) {
  const memory = usePersonalStorage("memory");
  const key = `editor.width.${name}`;
  const [kept, setKept] = useState<Readonly<Record<string, number | null>>>({});
  const known = kept[key];
  const keptPercent = known === undefined ? readPercent(memory.read(key)) : known;
  const onKeep = (percent: number | null) => {
    setKept({ ...kept, [key]: percent });
    if (percent === null) memory.remove(key);
    else memory.write(key, String(percent));
  };
  return { divider: { initialPercent, keptPercent, onKeep } };
}

function readPercent(text: string | null): number | null {
  const percent = Number(text ?? Number.NaN);
  return Number.isFinite(percent) ? percent : null;
}
