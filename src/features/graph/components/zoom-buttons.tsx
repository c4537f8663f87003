"use client";

import { Panel, useReactFlow } from "@xyflow/react";
import { Maximize, ZoomIn, ZoomOut } from "lucide-react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { fitOptions } from "./fit-to-room.tsx";

const moveMs = 140;

export function ZoomButtons() {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const move = { duration: moveMs };
  return (
    <Panel position="bottom-left" className="flex rounded-base border bg-paper">
      <IconButton label="Zoom in" size="icon-small" onClick={() => void zoomIn(move)}>
        <ZoomIn aria-hidden />
      </IconButton>
      <IconButton label="Zoom out" size="icon-small" onClick={() => void zoomOut(move)}>
        <ZoomOut aria-hidden />
      </IconButton>
      <IconButton label="Show all" size="icon-small" onClick={() => void fitView({ ...fitOptions, ...move })}>
        <Maximize aria-hidden />
      </IconButton>
    </Panel>
  );
}
