"use client";

import type { ReactNode } from "react";
import { Badge } from "#components/ui/display/badge.tsx";
import { TopLine } from "#features/shell/index.ts";
import type { SideAddress } from "../hooks/use-side-address.ts";
import { useWorkspaceHref } from "../hooks/use-workspace-href.ts";
import type { SaveState } from "../model/draft/save-state.ts";
import type { PublishedDifference } from "../model/publish/published-difference.ts";
import { SaveNote } from "./save-note.tsx";

interface PipelineTopLineProps {
  readonly name: string;
  readonly publishedVersion: number | null;
  /** Null while unknown, or if nothing is published. */
  readonly difference?: PublishedDifference | null;
  readonly address?: SideAddress;
  /** Null if read-only; left out while the editor is loading. */
  readonly saveState?: SaveState | null;
  /** Which parts of the editor are visible. */
  readonly view?: ReactNode;
  readonly actions?: ReactNode;
}

const differences = {
  draft: { label: "unpublished changes", title: "The draft differs from the version that runs." },
  agents: { label: "agents changed", title: "Agents that it uses have changed since it was published." },
} as const;

export function PipelineTopLine(props: PipelineTopLineProps) {
  const { name, publishedVersion, difference = null, address, saveState, view, actions } = props;
  const href = useWorkspaceHref();
  const differs = difference === null || difference === "none" ? null : differences[difference];
  return (
    <TopLine
      crumbs={[{ label: "Pipelines", href: href("pipelines") }, { label: name }]}
      status={
        <span className="flex items-center gap-1.5">
          <Badge>{publishedVersion === null ? "draft only" : `v${publishedVersion} published`}</Badge>
          {differs === null || address === undefined ? null : (
            <a
              href={address.hrefOf("versions", publishedVersion)}
              onClick={(event) => address.follow(event, "versions", publishedVersion)}
              title={differs.title}
              className="rounded-small hover:underline"
            >
              <Badge tone="accent">{differs.label}</Badge>
            </a>
          )}
        </span>
      }
      figures={
        saveState === undefined ? undefined : saveState === null ? (
          <span className="text-ink-faint text-mono">Read only</span>
        ) : (
          <SaveNote state={saveState} />
        )
      }
      actions={
        <>
          {view}
          {actions}
        </>
      }
    />
  );
}
