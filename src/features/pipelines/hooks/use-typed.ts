"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";

const settleMs = 300;

/**
 * What is being typed into a field whose value lies in the text of the pipeline. It is written there a moment after the
 * last key and when the field is left; a value that changes from elsewhere, as by undo, is shown at once.
 */
export function useTyped(value: string, onCommit: (text: string) => boolean) {
  const [typed, setTyped] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const committed = useRef(value);
  const commit = (text: string) => {
    clearTimeout(timer.current);
    timer.current = undefined;
    if (text === committed.current) return;
    const last = committed.current;
    committed.current = text;
    if (!onCommit(text)) committed.current = last;
  };
  useEffect(() => {
    if (value === committed.current) return;
    committed.current = value;
    clearTimeout(timer.current);
    timer.current = undefined;
    setTyped(null);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    shown: typed ?? value,
    change: (text: string) => {
      setTyped(text);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => commit(text), settleMs);
    },
    leave: () => {
      if (typed !== null) commit(typed);
    },
    /** Undo takes back what is typed, too, and a run begins with it. */
    press: (event: KeyboardEvent) => {
      const isCommand = event.metaKey || event.ctrlKey;
      if (isCommand && /^(?:z|Enter)$/i.test(event.key) && typed !== null && timer.current !== undefined)
        commit(typed);
    },
  };
}
