"use client";

import dynamic from "next/dynamic";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { GraphSkeleton } from "../../components/graph-skeleton.tsx";
import type { GraphDrawingProps } from "../drawing-props.ts";
import { closeBody } from "../go-through-body.ts";
import { BodyTrail } from "./body-trail.tsx";

const DrawingCanvas = dynamic(
  async () => (await loadPatiently(() => import("./drawing-canvas.tsx"))).DrawingCanvas,
  { ssr: false, loading: () => <GraphSkeleton /> },
);

/** An editable drawing of a pipeline. It changes nothing itself: each gesture is reported as a command. */
export function GraphDrawing(props: GraphDrawingProps) {
  return (
    <div className="flex h-full min-h-0 w-full min-w-0 flex-col bg-ground">
      {props.place.owners.length === 0 ? null : (
        <BodyTrail
          place={props.place}
          onGoTo={(depth) => {
            const command = closeBody(props.place, depth);
            if (command !== null) props.onCommand(command);
          }}
        />
      )}
      <div className="relative min-h-0 grow">
        <DrawingCanvas {...props} />
      </div>
    </div>
  );
}
