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
    const before = last.current?.at === at ? last.current.drawable : null;
    // The same drawing, so that nothing is laid out or drawn again while a task is being written.
    const drawable = before === null ? next : keptDrawable(before, next);
    last.current = { at, drawable };
    return drawable;
  }, [value, within, graph, readable]);
}

/** Equal values stay the same object. */
function keptDrawable(before: Drawable, next: Drawable): Drawable {
  const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  const shape = isSame(before.shape, next.shape) ? before.shape : next.shape;
  const nodes = isSame([...before.nodes], [...next.nodes]) ? before.nodes : next.nodes;
  return shape === before.shape && nodes === before.nodes ? before : { shape, nodes };
}
