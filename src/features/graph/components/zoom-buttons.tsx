"use client";

import { Panel, useReactFlow } from "@xyflow/react";
import { Maximize, Search, ZoomIn, ZoomOut } from "lucide-react";
import type { RefObject } from "react";
import { IconButton } from "#components/ui/controls/icon-button.tsx";
import type { FitOptions } from "./fit-to-room.tsx";

const moveMs = 140;

interface ZoomButtonsProps {
  /** Whether the person has moved the view; fitting it makes it follow its space again. */
  readonly isMoved: RefObject<boolean>;
  /** How to fit the whole graph into view. */
  readonly fit: FitOptions;
  readonly onFind: () => void;
}

export function ZoomButtons({ isMoved, fit, onFind }: ZoomButtonsProps) {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const act = (isMovedThen: boolean, how: (options: { readonly duration: number }) => unknown) => () => {
    isMoved.current = isMovedThen;
    how({ duration: moveMs });
  };
  return (
    <Panel position="bottom-left" className="flex rounded-base border bg-paper">
      <IconButton label="Zoom in" size="icon-small" onClick={act(true, zoomIn)}>
        <ZoomIn aria-hidden />
      </IconButton>
      <IconButton label="Zoom out" size="icon-small" onClick={act(true, zoomOut)}>
        <ZoomOut aria-hidden />
      </IconButton>
      <IconButton
        label="Show all"
        size="icon-small"
        onClick={act(false, (move) => fitView({ ...fit, ...move }))}
      >
        <Maximize aria-hidden />
      </IconButton>
      <IconButton label="Find a node" size="icon-small" aria-keyshortcuts="Control+F Meta+F" onClick={onFind}>
        <Search aria-hidden />
      </IconButton>
    </Panel>
  );
}
