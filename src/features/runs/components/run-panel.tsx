"use client";

import { useMemo } from "react";
import { useHasCaughtUp, useLogLines, useRunPart } from "../live-run-context.ts";
import type { RunSnapshot } from "../model/live/run-snapshot.ts";
import type { RunActions } from "../model/run-actions.ts";
import { Outcome } from "./outcome/outcome.tsx";
import { AddressedTabs } from "./tabs/addressed-tabs.tsx";
import { EventList, RunSummaryView } from "./tabs/tabs-on-demand.tsx";
import { BodyGone } from "./value/body-gone.tsx";
import { ValueView } from "./value/value-view.tsx";

interface RunPanelProps {
  readonly snapshot: RunSnapshot;
  /** Null without permission to control the run. */
  readonly actions: RunActions | null;
  readonly onShowNode: (nodeId: string) => void;
}

/** Everything about the run as a whole. */
export function RunPanel({ snapshot, actions, onShowNode }: RunPanelProps) {
  const lines = useLogLines();
  const hasCaughtUp = useHasCaughtUp();
  const startedAtMs = useRunPart((view) => view.startedAtMs);
  const { run, definition } = snapshot;
  const nameOf = useMemo(() => {
    const names = new Map(definition.nodes.map((node) => [node.id, node.name]));
    return (nodeId: string) => names.get(nodeId) ?? nodeId;
  }, [definition]);
  return (
    <section aria-label="Run" className="grid min-h-0 min-w-0 grid-cols-[minmax(0,1fr)] bg-paper">
      <h2 className="sr-only">The run</h2>
      <AddressedTabs
        label="About the run"
        tabs={[
          {
            value: "outcome",
            label: "Outcome",
            content: <Outcome snapshot={snapshot} actions={actions} onShowNode={onShowNode} />,
          },
          {
            value: "input",
            label: "Input",
            content: <StartedWith run={run} />,
          },
          {
            value: "log",
            label: "Log",
            ...(hasCaughtUp ? { count: lines.length } : {}),
            content: (
              <EventList lines={lines} startedAtMs={startedAtMs} label="Log of the run" nameOf={nameOf} />
            ),
          },
          { value: "facts", label: "Facts", content: <RunSummaryView snapshot={snapshot} /> },
        ]}
      />
    </section>
  );
}

function StartedWith({ run }: Pick<RunSnapshot, "run">) {
  const { input, variables, bodiesDeletedAtMs } = run;
  const label = "What the run was started with";
  if (bodiesDeletedAtMs !== null) return <BodyGone what={label} deletedAtMs={bodiesDeletedAtMs} />;
  return <ValueView value={{ input, variables }} label={label} />;
}
