"use client";

import dynamic from "next/dynamic";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { GraphSkeleton } from "#features/graph/index.ts";

/** Edge labels come from the node types, which load with the graph, not with the page. */
export const RunGraph = dynamic(
  async () => (await loadPatiently(() => import("./run-graph-drawing.tsx"))).RunGraphDrawing,
  { ssr: false, loading: () => <GraphSkeleton /> },
);
