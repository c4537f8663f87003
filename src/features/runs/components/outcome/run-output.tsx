"use client";

import { Button } from "#components/ui/controls/button.tsx";
import type { RunSnapshot } from "../../model/live/run-snapshot.ts";
import { BodyGone } from "../value/body-gone.tsx";
import { ValueView } from "../value/value-view.tsx";

/** At most this many are named; the graph shows the others. */
const mostNamed = 3;

interface RunOutputProps {
  readonly snapshot: RunSnapshot;
  readonly onShowNode: (nodeId: string) => void;
}

/** The outputs of the last nodes, with a note on those too large to include. */
export function RunOutput({ snapshot: { run, definition }, onShowNode }: RunOutputProps) {
  if (run.bodiesDeletedAtMs !== null) {
    return <BodyGone what="The output of the run" deletedAtMs={run.bodiesDeletedAtMs} />;
  }
  const value = <ValueView value={run.output} label="Output of the run" />;
  const { outputsLeftOut: leftOut } = run;
  if (leftOut.length === 0) return value;
  const named = leftOut.slice(0, mostNamed);
  const names = new Map(definition.nodes.map((node) => [node.id, node.name]));
  return (
    <div className="grid min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)]">
      <div className="m-3 mb-0 flex flex-wrap items-center gap-2 rounded-base border px-3 py-2 text-ink-soft">
        <p className="w-full">
          {leftOut.length === 1
            ? "One output is too large to show here. It is shown with its node:"
            : `${leftOut.length} outputs are too large to show here together. They are shown with their nodes:`}
        </p>
        {named.map((nodeId) => (
          <Button key={nodeId} size="small" onClick={() => onShowNode(nodeId)}>
            {names.get(nodeId) ?? nodeId}
          </Button>
        ))}
        {leftOut.length > named.length ? <span>and {leftOut.length - named.length} more</span> : null}
      </div>
      {value}
    </div>
  );
}
