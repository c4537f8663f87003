"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { arrive, sendValue, showValue } from "#components/ui/controls/typed-text.ts";

const settleMs = 300;

/**
 * The text of a field whose value is in the pipeline's text. It is written there shortly after the last key and on
 * blur; a change from elsewhere, such as undo, shows immediately. The text is parsed in the background, so a value
 * written here may come back after more has been typed.
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
  /** Accepts whatever value comes next. */
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
    /** Write pending text first, so that undo and runs include it. */
    press: (event: KeyboardEvent) => {
      const isCommand = event.metaKey || event.ctrlKey;
      if (!isCommand || !/^(?:z|Enter)$/i.test(event.key)) return;
      if (typed !== null && timer.current !== undefined) commit(typed);
      if (event.key !== "Enter") expectNothing();
    },
  };
}

/** The properties of an input whose text is kept by `useTyped`. */
export function controlOf({ shown, change, leave, press }: ReturnType<typeof useTyped>) {
  return {
    value: shown,
    onChange: ({ target }: { readonly target: { readonly value: string } }) => change(target.value),
    onBlur: leave,
    onKeyDown: press,
  };
}
