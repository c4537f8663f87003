"use client";

import { type Dispatch, type SetStateAction, useLayoutEffect, useState } from "react";
import { isCommandKey, typedAfter } from "../model/typed-after.ts";

/** The words of a field that may still be on its way to the page. */
export interface TypedAhead {
  readonly text: string;
  readonly setText: Dispatch<SetStateAction<string>>;
  /** The field has the focus: from now on it hears what is typed. */
  readonly onThere: () => void;
}

/**
 * Keeps what is typed from the moment in which a field is asked for. Until its code has come and it has the focus, each
 * key is meant for it, and none for whatever else is on the page. Escape gives it up.
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
