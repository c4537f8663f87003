"use client";

import { useMemo, useRef } from "react";
import { type GraphPlace, graphWithin, type Within } from "#core/gestures/in-body.ts";
import type { Json } from "#core/json/json.ts";
import { readText } from "../../model/draft/check-text.ts";
import { type Drawable, drawableOf } from "../../model/drawable.ts";

interface DrawnText {
  /** The parsed text; null while it is invalid. */
  readonly value: Json | null;
  readonly within: Within;
  readonly graph: GraphPlace;
}

/**
 * The graph of a text, in the open body. While the text is invalid the last graph stays; if it is invalid from the
 * start, the graph is that of `readable`, the text on the server.
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
    // Keeps the same object, so that typing a task triggers no layout or render.
    const drawable = before === null ? next : keptDrawable(before, next);
    last.current = { at, drawable };
    return drawable;
  }, [value, within, graph, readable]);
}

/** Equal values keep the same object. */
function keptDrawable(before: Drawable, next: Drawable): Drawable {
  const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  const shape = isSame(before.shape, next.shape) ? before.shape : next.shape;
  const nodes = isSame([...before.nodes], [...next.nodes]) ? before.nodes : next.nodes;
  return shape === before.shape && nodes === before.nodes ? before : { shape, nodes };
}
