"use client";

import { Panel } from "@xyflow/react";
import { Bot, Play } from "lucide-react";
import { Button } from "#components/ui/controls/button.tsx";
import type { NodeTypeName } from "#core/nodes/registry.ts";

interface EmptyDrawingProps {
  readonly isBody: boolean;
  readonly onBegin: (type: NodeTypeName) => void;
}

/** Shown in an empty drawing: how to begin. */
export function EmptyDrawing({ isBody, onBegin }: EmptyDrawingProps) {
  return (
    <Panel position="top-center" className="nopan w-64 pt-24">
      <h2 className="font-semibold">{isBody ? "This body is empty" : "Nothing is drawn yet"}</h2>
      <p className="mt-1 text-ink-soft">
        {isBody
          ? "Each run of this body begins with its input, which the first nodes get."
          : "A run begins at a trigger, which leads to what the run does. Drag a node type here, or press it."}
      </p>
      <Button size="small" className="mt-2" onClick={() => onBegin(isBody ? "agent" : "trigger")}>
        {isBody ? <Bot aria-hidden /> : <Play aria-hidden />}
        {isBody ? "Add an agent" : "Add a trigger"}
      </Button>
    </Panel>
  );
}
