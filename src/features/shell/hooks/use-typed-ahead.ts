"use client";

import { type Dispatch, type SetStateAction, useLayoutEffect, useState } from "react";
import { isCommandKey, typedAfter } from "../model/typed-after.ts";

/** Text for a field whose code may still be loading. */
export interface TypedAhead {
  readonly text: string;
  readonly setText: Dispatch<SetStateAction<string>>;
  /** Call it when the field has the focus; keys then go to it. */
  readonly onThere: () => void;
}

/**
 * Collects what is typed from the moment the field is requested until its code has loaded and it has the focus, so that
 * these keys trigger nothing else on the page. Escape cancels it.
 */
export function useTypedAhead(isAsked: boolean, onGiveUp: () => void): TypedAhead {
  const [text, setText] = useState("");
  const [isThere, setIsThere] = useState(false);
  const [wasAsked, setWasAsked] = useState(isAsked);
  if (wasAsked !== isAsked) {
    setWasAsked(isAsked);
    setText("");
    setIsThere(false);
  }
  useLayoutEffect(() => {
    if (!isAsked || isThere) return;
    const take = (event: KeyboardEvent) => {
      if (isCommandKey(event)) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Escape") onGiveUp();
      else setText((before) => typedAfter(before, event.key));
    };
    document.addEventListener("keydown", take, { capture: true });
    return () => document.removeEventListener("keydown", take, { capture: true });
  }, [isAsked, isThere, onGiveUp]);
  return { text, setText, onThere: () => setIsThere(true) };
}
