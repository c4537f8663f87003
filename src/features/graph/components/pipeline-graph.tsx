"use client";

import dynamic from "next/dynamic";
import { cn } from "#components/ui/class-names.ts";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import type { PipelineGraphProps } from "../graph-props.ts";
import { GraphSkeleton } from "./graph-skeleton.tsx";

const GraphCanvas = dynamic(
  async () => (await loadPatiently(() => import("./graph-canvas.tsx"))).GraphCanvas,
  {
    ssr: false,
    loading: () => <GraphSkeleton />,
  },
);

/** A read-only pipeline graph in which nodes can be selected. React Flow is loaded on demand. */
export function PipelineGraph({ className, ...props }: PipelineGraphProps & { readonly className?: string }) {
  return (
    <div className={cn("relative h-full min-h-0 w-full min-w-0 bg-ground", className)}>
      <GraphCanvas {...props} />
    </div>
  );
}
