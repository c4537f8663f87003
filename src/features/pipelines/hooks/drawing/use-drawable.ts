"use client";

import { useMemo, useRef } from "react";
import { type GraphPlace, graphWithin, type Within } from "#core/gestures/in-body.ts";
import type { Json } from "#core/json/json.ts";
import { readText } from "../../model/draft/check-text.ts";
import { type Drawable, drawableOf } from "../../model/drawable.ts";

interface DrawnText {
  /** What the text says; null while it cannot be read. */
  readonly value: Json | null;
  readonly within: Within;
  readonly graph: GraphPlace;
}

/**
 * What can be drawn of a text, in the body that is open. While the text cannot be read the last drawing stays; a page
 * that begins with such a text has the drawing of `readable`, which is what the server keeps.
 */
export function useDrawable({ value, within, graph }: DrawnText, readable: string): Drawable {
  const last = useRef<{ readonly at: string; readonly drawable: Drawable } | null>(null);
  return useMemo(() => {
    const at = within.join("\n");
    if (value === null) {
      last.current ??= { at, drawable: drawableOf(graphWithin(readText(readable), within).value) };
      return last.current.drawable;
    }
    const next = drawableOf(graph.value);
    const shape = last.current?.at === at ? last.current.drawable.shape : undefined;
    // The same drawing, so that nothing is laid out again while a task is being written.
    const isSame = JSON.stringify(next.shape) === JSON.stringify(shape);
    const drawable = isSame && shape !== undefined ? { shape, nodes: next.nodes } : next;
    last.current = { at, drawable };
    return drawable;
  }, [value, within, graph, readable]);
}
