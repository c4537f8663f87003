"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { arrive, sendValue, showValue } from "./typed-text.ts";

interface TypedTextOptions {
  /** How the field shows its value now. */
  readonly value: string;
  /** A value was typed, and nothing for a moment after it. */
  readonly onChange: (value: string) => void;
  readonly pauseMs: number;
  /** The value that a text stands for; null: not one yet. */
  readonly read: (text: string) => string | null;
}

/** The text of a field that hands its value over after a pause, and follows it where it changes elsewhere. */
export function useTypedText({ value, onChange, pauseMs, read }: TypedTextOptions) {
  const [kept, setKept] = useState(() => showValue(value));
  const typed = arrive(kept, value);
  if (typed !== kept) setKept(typed);
  const handOver = useEffectEvent(() => {
    const wanted = read(typed.text);
    const next = wanted === null ? null : sendValue(typed, wanted);
    if (wanted === null || next === null) return;
    setKept(next);
    onChange(wanted);
  });
  const { text } = typed;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each text begins the pause again.
  useEffect(() => {
    const pause = setTimeout(() => handOver(), pauseMs);
    return () => clearTimeout(pause);
  }, [text, pauseMs]);
  return { text, type: (next: string) => setKept({ ...typed, text: next }) };
}
