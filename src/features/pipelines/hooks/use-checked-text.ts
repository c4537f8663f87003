"use client";

import { useDeferredValue, useMemo, useRef } from "react";
import type { DefinitionReferences } from "#core/pipeline/validate.ts";
import { checkText, readText, withCalledTypes } from "../model/draft/check-text.ts";
import { type Drawable, drawableOf } from "../model/drawable.ts";
import { callsWritten, type WrittenCall } from "../model/known-names.ts";
import { useCalledOutputs } from "./use-known-names.ts";

/**
 * What there is to say about a text, and what can be drawn of it. Writing comes first: it is worked out when there is
 * time. While the text cannot be read the last drawing stays; a page that begins with such a text has the drawing of
 * `readable`, which is what the server keeps.
 */
export function useCheckedText(text: string, references: DefinitionReferences, readable: string) {
  const settled = useDeferredValue(text);
  const written = useMemo(() => checkText(settled, references), [settled, references]);
  // The same as long as it calls the same, so that nothing is asked for at every letter.
  const named = JSON.stringify(callsWritten(written.value));
  const calls = useCalledOutputs(useMemo(() => JSON.parse(named) as readonly WrittenCall[], [named]));
  const checked = useMemo(() => withCalledTypes(written, calls), [written, calls]);
  const last = useRef<Drawable | null>(null);
  const drawable = useMemo(() => {
    if (checked.value === null) {
      last.current ??= drawableOf(readText(readable));
      return last.current;
    }
    const next = drawableOf(checked.value);
    const shape = last.current?.shape;
    // The same drawing, so that nothing is laid out again while a task is being written.
    const isSame = JSON.stringify(next.shape) === JSON.stringify(shape);
    last.current = isSame && shape !== undefined ? { shape, nodes: next.nodes } : next;
    return last.current;
  }, [checked, readable]);
  return { checked, drawable, calls };
}
