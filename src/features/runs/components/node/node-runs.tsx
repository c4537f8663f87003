"use client";

import { RotateCcw } from "lucide-react";
import { Button } from "#components/ui/controls/button.tsx";
import { itemsPolicyOf } from "#core/nodes/child-types.ts";
import type { NodeDefinition } from "#core/pipeline/definition.ts";
import { isTerminalRun } from "#core/run/status.ts";
import type { NodeView } from "#core/run/view/fold.ts";
import { useRunPart } from "../../live-run-context.ts";
import { itemsInForce } from "../../model/items-in-force.ts";
import type { LogLine } from "../../model/live/live-run.ts";
import type { RunSnapshot } from "../../model/live/run-snapshot.ts";
import type { RunActions } from "../../model/run-actions.ts";
import { AdjustMap } from "./adjust-map.tsx";
import { ChildRunList } from "./child-run-list.tsx";

interface NodeRunsProps {
  readonly snapshot: RunSnapshot;
  readonly definition: NodeDefinition;
  readonly node: NodeView;
  /** The log lines of this node. */
  readonly lines: readonly LogLine[];
  /** Null without permission to change the run. */
  readonly actions: RunActions | null;
}

/** The runs that a node has started, its progress, and the actions on a map's items. */
export function NodeRuns({ snapshot, definition, node, lines, actions }: NodeRunsProps) {
  const isRunning = node.status === "running" || node.status === "waiting";
  const progress = lines.findLast((line) => line.type === "node.items") ?? null;
  return (
    <ChildRunList
      runId={snapshot.run.id}
      nodeId={definition.id}
      isInPasses={definition.type === "loop"}
      stand={standOf(node, lines)}
      progress={progress}
      isRunning={isRunning}
      hasItems={itemsPolicyOf(definition) !== null}
      controls={
        actions === null || progress === null ? null : isRunning ? (
          <Adjusting {...{ snapshot, definition, lines, progress }} />
        ) : (
          <FailedAgain {...{ snapshot, node, progress, actions }} />
        )
      }
    />
  );
}

type ItemProgress = Extract<LogLine, { type: "node.items" }>;

type AdjustingProps = Pick<NodeRunsProps, "snapshot" | "definition" | "lines"> & {
  readonly progress: ItemProgress;
};

function Adjusting({ snapshot, definition, lines, progress }: AdjustingProps) {
  const policy = itemsPolicyOf(definition);
  if (policy === null) return null;
  const inForce = itemsInForce(policy, lines);
  return (
    <AdjustMap runId={snapshot.run.id} nodeId={definition.id} total={progress.total} inForce={inForce} />
  );
}

interface FailedAgainProps extends Pick<NodeRunsProps, "snapshot" | "node"> {
  readonly progress: ItemProgress;
  readonly actions: RunActions;
}

/** Once the run has ended, failed items can be run again alone. */
function FailedAgain({ snapshot, node, progress: { failed }, actions }: FailedAgainProps) {
  const isEnded = useRunPart((view) => isTerminalRun(view.status));
  const hasCompleted = useRunPart((view) => view.status === "completed");
  // A failed child run is resumed through its root; a completed one can only be run again by itself. Reused items
  // belong to the run that ran them.
  const goesOnWithRoot = snapshot.ancestors.length > 0 && !hasCompleted;
  if (failed === 0 || !isEnded || goesOnWithRoot || node.isReused) return null;
  return (
    <Button size="small" onClick={() => actions.runFailedItems(node.nodeId)}>
      <RotateCcw aria-hidden />
      {failed === 1
        ? "Run the failed item again"
        : `Run the ${failed.toLocaleString("en-US")} failed items again`}
    </Button>
  );
}

/** Calls and loops log a line for each run that they start; a map logs only totals. */
function standOf({ status, attempt }: NodeView, lines: readonly LogLine[]): string {
  const started = lines.filter(({ type }) => type === "child.started").length;
  return `${status} ${attempt} ${started}`;
}
