"use client";

import { useState } from "react";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import type { Json } from "#core/json.ts";
import { ErrorInfoNote } from "#features/errors/index.ts";
import { useLogLines, useRunPart } from "../live-run-context.ts";
import type { RunSnapshot } from "../model/run-snapshot.ts";
import { ArtifactList } from "./artifact-list.tsx";
import { EventList } from "./event-list.tsx";
import { RunSummaryView } from "./run-summary-view.tsx";
import { ValueView } from "./value-view.tsx";

/** Everything about the run as a whole. */
export function RunPanel({ snapshot }: { readonly snapshot: RunSnapshot }) {
  const [tab, setTab] = useState("outcome");
  const lines = useLogLines();
  const startedAtMs = useRunPart((view) => view.startedAtMs);
  const { run, artifacts } = snapshot;
  return (
    <section aria-label="Run" className="grid min-h-0 min-w-0 bg-paper">
      <h2 className="sr-only">The run</h2>
      <Tabs
        label="About the run"
        value={tab}
        onValueChange={setTab}
        contentClassName="overflow-hidden"
        tabs={[
          { value: "outcome", label: "Outcome", content: <Outcome snapshot={snapshot} /> },
          {
            value: "artifacts",
            label: "Artifacts",
            count: artifacts.length,
            content: <ArtifactList artifacts={artifacts} />,
          },
          {
            value: "input",
            label: "Input",
            content: <ValueView value={startedWith(run)} label="What the run was started with" />,
          },
          {
            value: "log",
            label: "Log",
            count: lines.length,
            content: <EventList lines={lines} startedAtMs={startedAtMs} label="Log of the run" />,
          },
          { value: "facts", label: "Facts", content: <RunSummaryView run={run} /> },
        ]}
      />
    </section>
  );
}

function Outcome({ snapshot: { run } }: { readonly snapshot: RunSnapshot }) {
  const status = useRunPart((view) => view.status);
  const error = useRunPart((view) => view.error);
  const reason = useRunPart((view) => view.reason);
  if (error !== null) {
    return <ErrorInfoNote error={error} ids={[["run", run.id]]} className="m-3" />;
  }
  if (status === "cancelled") {
    return (
      <p className="px-4 py-3 text-ink-soft">
        The run was stopped. {reason} What its nodes had said until then is kept with them; resume goes on
        from there.
      </p>
    );
  }
  if (status !== "completed") {
    return (
      <p className="px-4 py-3 text-ink-faint">
        The output of the last nodes stands here when the run has ended.
      </p>
    );
  }
  // The log is a moment ahead of what it leaves behind.
  if (run.status !== "completed") return <Skeleton className="m-4 h-4 w-1/2" />;
  return <ValueView value={run.output} label="Output of the run" />;
}

function startedWith({ input, variables }: RunSnapshot["run"]): Json {
  return { input, variables };
}
