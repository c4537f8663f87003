"use client";

import { useDeferredValue, useMemo, useRef } from "react";
import type { DefinitionReferences } from "#core/pipeline/validate.ts";
import { checkText } from "../model/draft/check-text.ts";
import { type Drawable, drawableOf } from "../model/drawable.ts";

/**
 * What is to be said and drawn of a text. Writing comes first: it is worked out when there is time. While the text cannot be read the last
 * drawing stays.
 */
export function useCheckedText(text: string, references: DefinitionReferences) {
  const settled = useDeferredValue(text);
  const checked = useMemo(() => checkText(settled, references), [settled, references]);
  const last = useRef<Drawable>(drawableOf(null));
  const drawable = useMemo(() => {
    if (checked.value === null) return last.current;
    const next = drawableOf(checked.value);
    // The same drawing, so that nothing is laid out again while a task is being written.
    const isSame = JSON.stringify(next.shape) === JSON.stringify(last.current.shape);
    last.current = isSame ? { shape: last.current.shape, nodes: next.nodes } : next;
    return last.current;
  }, [checked]);
  return { checked, drawable };
}
