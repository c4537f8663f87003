"use client";

import { ChevronRight, Radio, Unplug } from "lucide-react";
import { cn } from "#components/ui/class-names.ts";
import { Button } from "#components/ui/controls/button.tsx";
import { isTerminalRun } from "#core/run/status.ts";
import { NodeTypeIcon } from "#features/graph/index.ts";
import { useRunPart } from "../live-run-context.ts";
import type { RunSnapshot } from "../model/live/run-snapshot.ts";
import { NextErrorButton } from "./next-error-button.tsx";

interface FollowBarProps {
  readonly snapshot: RunSnapshot;
  /** Null: the run as a whole. */
  readonly nodeId: string | null;
  readonly chosen: string | null;
  readonly onChoose: (chosen: string | null) => void;
  readonly isReconnecting: boolean;
}

/** What the panel shows, the run or one of its nodes, and whether it follows the running node. */
export function FollowBar({ snapshot, nodeId, chosen, onChoose, isReconnecting }: FollowBarProps) {
  const isLive = useRunPart((view) => !isTerminalRun(view.status));
  const node = snapshot.definition.nodes.find((candidate) => candidate.id === nodeId);
  return (
    <div className="flex h-9 min-w-0 items-center gap-1 border-b bg-paper px-4 text-ink-soft">
      <button
        type="button"
        aria-pressed={nodeId === null}
        onClick={() => onChoose("run")}
        className={cn("rounded-small hover:text-ink", nodeId === null && "font-medium text-ink")}
      >
        Run
      </button>
      {node === undefined ? null : (
        <>
          <ChevronRight aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
          <NodeTypeIcon type={node.type} />
          <span dir="auto" title={node.name} className="min-w-0 truncate font-medium text-ink">
            {node.name}
          </span>
          {node.name === node.id ? null : (
            <span className="figures truncate text-ink-faint max-sm:hidden">{node.id}</span>
          )}
        </>
      )}
      <span className="grow" />
      <NextErrorButton nodeId={nodeId} onChoose={onChoose} />
      {isReconnecting ? (
        <span role="status" className="inline-flex items-center gap-1.5 text-waiting">
          <Unplug aria-hidden className="size-4" />
          Connection lost, trying again
        </span>
      ) : null}
      {isLive && !isReconnecting ? <FollowState chosen={chosen} onFollow={() => onChoose(null)} /> : null}
    </div>
  );
}

function FollowState({
  chosen,
  onFollow,
}: {
  readonly chosen: string | null;
  readonly onFollow: () => void;
}) {
  if (chosen !== null) {
    return (
      <Button tone="quiet" size="small" className="-mr-2 text-accent" onClick={onFollow}>
        <Radio aria-hidden />
        Follow the run
      </Button>
    );
  }
  return (
    <span className="inline-flex items-center gap-1.5 text-running">
      <Radio aria-hidden className="size-4 animate-breathe" />
      Following
    </span>
  );
}
