"use client";

import dynamic from "next/dynamic";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { GraphSkeleton } from "#features/graph/index.ts";

/** What its edges are called is for the node types to say: they come with the drawing, not with the page. */
export const RunGraph = dynamic(
  async () => (await loadPatiently(() => import("./run-graph-drawing.tsx"))).RunGraphDrawing,
  { ssr: false, loading: () => <GraphSkeleton /> },
);
