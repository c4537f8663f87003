"use client";

import { useStore } from "@xyflow/react";
import { useRef } from "react";
import { manyNodes } from "../use-layout.ts";
import { isFarAt } from "./is-far.ts";

/** Whether to draw this graph as plain boxes now. Small graphs are always drawn in full. */
export function useIsFar(nodeCount: number): boolean {
  const last = useRef(false);
  return useStore(({ transform: [, , zoom] }) => {
    last.current = nodeCount > manyNodes && isFarAt(zoom, last.current);
    return last.current;
  });
}
