"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import type { RunId } from "#core/ids.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import type { RunView } from "#core/run/view/fold.ts";
import { RequestError } from "#features/errors/index.ts";
import { useNoteVisit, useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useRunActions } from "../hooks/use-run-actions.ts";
import { useRunAddress } from "../hooks/use-run-address.ts";
import { useRunWatch } from "../hooks/use-run-watch.ts";
import { useRunPart } from "../live-run-context.ts";
import type { LiveTexts } from "../model/live/live-texts.ts";
import { LiveRunProvider } from "./live-run-provider.tsx";
import { RunScreen } from "./run-screen.tsx";
import { SnapshotRefresher } from "./snapshot-refresher.tsx";

// `ssr: false` gives it its own Suspense boundary; without one the whole page would wait for its code, or be hidden
// meanwhile and lose the focus.
const ForkDialog = dynamic(async () => (await loadPatiently(() => import("./fork-dialog.tsx"))).ForkDialog, {
  ssr: false,
});

/** After a refusal the log is followed from its start, by reloading the page. */
async function reload(): Promise<void> {
  window.location.reload();
}

interface RunPageProps {
  readonly runId: RunId;
  /** Texts that are streaming, as read by the server. */
  readonly texts: LiveTexts;
}

/** One run, live. It starts from the server's snapshot; the log, read from its first line, then takes over. */
export function RunPage({ runId, texts }: RunPageProps) {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const { data: snapshot } = useSuspenseQuery(trpc.runs.get.queryOptions({ runId }));
  const { watch, isReconnecting, error } = useRunWatch(runId);
  const { chosen, choose } = useRunAddress();
  const { actions, askedFork, closeFork } = useRunActions(runId);
  return (
    <LiveRunProvider key={runId} snapshot={snapshot} texts={texts} watch={watch}>
      <SnapshotRefresher runId={runId} />
      <NoteVisit />
      {error === null ? null : <RequestError error={error} again={reload} className="m-3" />}
      <RunScreen
        snapshot={snapshot}
        chosen={chosen}
        onChoose={choose}
        isReconnecting={isReconnecting}
        actions={isAllowed(workspace.role, "runs.start") ? actions : null}
      />
      {askedFork === null ? null : <ForkDialog snapshot={snapshot} asked={askedFork} onClose={closeFork} />}
    </LiveRunProvider>
  );
}

/** Marks a first step as done. The log says that the run has completed before the snapshot does. */
function NoteVisit() {
  const isCompleted = useRunPart(hasCompleted);
  useNoteVisit(isCompleted ? "finished-run" : "run");
  return null;
}

function hasCompleted({ status }: RunView): boolean {
  return status === "completed";
}
