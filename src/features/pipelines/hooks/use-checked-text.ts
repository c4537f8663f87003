"use client";

import { startTransition, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { DefinitionReferences } from "#core/pipeline/validate.ts";
import { checkText, withCalledTypes } from "../model/draft/check-text.ts";
import { callsWritten, type WrittenCall } from "../model/known-names.ts";
import { useCalledOutputs } from "./use-known-names.ts";

export interface DraftText {
  readonly text: string;
  /** It was typed, and more may come in the next moment; not made by a gesture or undone. */
  readonly isTyped: boolean;
}

/** From here on, checking a text takes longer than a typed letter may take to appear. */
const manyCharacters = 20_000;
const pauseMs = 150;

/** What there is to say about a text. Writing comes first: it is worked out when there is time. */
export function useCheckedText(draft: DraftText, references: DefinitionReferences) {
  const settled = useDeferredValue(useSettled(draft));
  const written = useMemo(() => checkText(settled, references), [settled, references]);
  // The same as long as it calls the same, so that nothing is asked for at every letter.
  const named = JSON.stringify(callsWritten(written.value));
  const calls = useCalledOutputs(useMemo(() => JSON.parse(named) as readonly WrittenCall[], [named]));
  const checked = useMemo(() => withCalledTypes(written, calls), [written, calls]);
  return { text: draft.text, checked, calls };
}

/** A large text while it is typed: as it was at the last pause. Any other is as it is. */
function useSettled({ text, isTyped }: DraftText): string {
  const settled = useRef(text);
  const [, redraw] = useState(0);
  const waits = isTyped && text.length > manyCharacters && text !== settled.current;
  if (!waits) settled.current = text;
  useEffect(() => {
    if (!waits) return;
    const timer = setTimeout(() => {
      settled.current = text;
      startTransition(() => redraw((count) => count + 1));
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [text, waits]);
  return settled.current;
}
