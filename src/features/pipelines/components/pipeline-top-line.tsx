"use client";

import type { ReactNode } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { TopLine } from "#features/shell/index.ts";
import { useWorkspaceHref } from "../hooks/use-workspace-href.ts";
import type { SaveState } from "../model/draft-saver.ts";
import { SaveNote } from "./save-note.tsx";

interface PipelineTopLineProps {
  readonly name: string;
  readonly publishedVersion: number | null;
  /** Null where nothing can be written. */
  readonly saveState: SaveState | null;
  readonly actions?: ReactNode;
}

export function PipelineTopLine({ name, publishedVersion, saveState, actions }: PipelineTopLineProps) {
  const href = useWorkspaceHref();
  return (
    <TopLine
      crumbs={[{ label: "Pipelines", href: href("pipelines") }, { label: name }]}
      status={<Badge>{publishedVersion === null ? "draft only" : `v${publishedVersion} published`}</Badge>}
      figures={
        saveState === null ? (
          <span className="text-ink-faint text-mono">Read only</span>
        ) : (
          <SaveNote state={saveState} />
        )
      }
      actions={actions}
    />
  );
}
