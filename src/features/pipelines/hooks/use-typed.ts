"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { arrive, sendValue, showValue } from "#components/ui/controls/typed-text.ts";

const settleMs = 300;

/**
 * What is being typed into a field whose value lies in the text of the pipeline. It is written there a moment after the
 * last key and when the field is left; a value that changes from elsewhere, as by undo, is shown at once. The text is
 * checked when there is time: what was written from here may come back while more has been typed.
 */
export function useTyped(value: string, onCommit: (text: string) => boolean) {
  const [typed, setTyped] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const written = useRef(showValue(value));
  const stopTimer = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
  };
  const commit = (text: string) => {
    stopTimer();
    const before = written.current;
    const next = sendValue(before, text);
    if (next === null) return;
    written.current = next;
    if (!onCommit(text)) written.current = before;
  };
  /** Whatever comes from now on is shown. */
  const expectNothing = () => {
    written.current = { ...written.current, sent: [] };
  };
  useEffect(() => {
    const { text } = written.current;
    written.current = arrive(written.current, value);
    if (written.current.text === text) return;
    clearTimeout(timer.current);
    timer.current = undefined;
    setTyped(null);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    shown: typed ?? value,
    change: (text: string) => {
      setTyped(text);
      written.current = { ...written.current, text };
      stopTimer();
      timer.current = setTimeout(() => commit(text), settleMs);
    },
    leave: () => {
      if (typed !== null) commit(typed);
      expectNothing();
    },
    /** Undo takes back what is typed, too, and a run begins with it. */
    press: (event: KeyboardEvent) => {
      const isCommand = event.metaKey || event.ctrlKey;
      if (!isCommand || !/^(?:z|Enter)$/i.test(event.key)) return;
      if (typed !== null && timer.current !== undefined) commit(typed);
      if (event.key !== "Enter") expectNothing();
    },
  };
}
