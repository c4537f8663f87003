"use client";

import dynamic from "next/dynamic";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { GraphSkeleton } from "../../components/graph-skeleton.tsx";
import type { GraphDrawingProps } from "../drawing-props.ts";

const DrawingCanvas = dynamic(
  async () => (await loadPatiently(() => import("./drawing-canvas.tsx"))).DrawingCanvas,
  { ssr: false, loading: () => <GraphSkeleton /> },
);

/** A pipeline that is drawn by hand. It decides nothing: what somebody does comes out as a command. */
export function GraphDrawing(props: GraphDrawingProps) {
  return (
    <div className="relative h-full min-h-0 w-full min-w-0 bg-ground">
      <DrawingCanvas {...props} />
    </div>
  );
}
