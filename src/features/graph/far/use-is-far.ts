"use client";

import { useStore } from "@xyflow/react";
import { useRef } from "react";
import { manyNodes } from "../use-layout.ts";
import { isFarAt } from "./is-far.ts";

/** Whether a graph with this many nodes is seen from afar now. Small ones are drawn whole at any size. */
export function useIsFar(nodeCount: number): boolean {
  const last = useRef(false);
  return useStore(({ transform: [, , zoom] }) => {
    last.current = nodeCount > manyNodes && isFarAt(zoom, last.current);
    return last.current;
  });
}
