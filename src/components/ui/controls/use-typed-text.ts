"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { arrive, sendValue, showValue } from "./typed-text.ts";

interface TypedTextOptions {
  /** How to format the field's current value. */
  readonly value: string;
  /** Called with the typed value after a short pause. */
  readonly onChange: (value: string) => void;
  readonly pauseMs: number;
  /** Parses the text; null if it is not a value yet. */
  readonly read: (text: string) => string | null;
}

/** The text of a debounced field, which also follows changes made elsewhere. */
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the text restarts the pause.
  useEffect(() => {
    const pause = setTimeout(() => handOver(), pauseMs);
    return () => clearTimeout(pause);
  }, [text, pauseMs]);
  return { text, type: (next: string) => setKept({ ...typed, text: next }) };
}
