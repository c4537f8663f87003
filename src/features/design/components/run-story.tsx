"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { LiveRunProvider, RunScreen, type RunSnapshot, type WatchLog } from "#features/runs/index.ts";
import { ApiProvider, useTRPC } from "#lib/trpc/react.tsx";
import { recordedLog } from "../stories/recorded-run.ts";
import { recordedSnapshot } from "../stories/recorded-snapshot.ts";
import { briefText } from "../stories/recorded-texts.ts";

const actions = {
  stop: () => {},
  resume: () => {},
  runFailedItems: () => {},
  fork: () => {},
  isStopping: false,
  retryUndo: () => {},
  isRetryingUndo: false,
} as const;

/** A recorded run, replayed live or shown as it ended. */
export function RunStoryDemo() {
  const [round, setRound] = useState(0);
  const [isPlayed, setIsPlayed] = useState(false);
  const begin = (played: boolean) => {
    setIsPlayed(played);
    setRound(round + 1);
  };
  return (
    <div className="grid gap-2">
      <div className="flex gap-2">
        <Button onClick={() => begin(true)}>Play</Button>
        <Button onClick={() => begin(false)}>Show its end</Button>
      </div>
      <div className="flex overflow-hidden rounded-base border lg:h-[760px]">
        <ApiProvider workspace={null}>
          <RecordedRun key={round} isPlayed={isPlayed} />
        </ApiProvider>
      </div>
    </div>
  );
}

function RecordedRun({ isPlayed }: { readonly isPlayed: boolean }) {
  const [beginMs] = useState(() => Date.now() - (isPlayed ? 0 : 60_000));
  const [chosen, setChosen] = useState<string | null>(null);
  const watch = useCallback<WatchLog>(
    (take) => {
      const timers = recordedLog(beginMs).map((event) =>
        setTimeout(() => take(event), Math.max(0, event.atMs - Date.now())),
      );
      return () => {
        for (const timer of timers) clearTimeout(timer);
      };
    },
    [beginMs],
  );
  const [snapshot] = useState(() => recordedSnapshot(beginMs));
  useRecordedArtifacts(snapshot);
  return (
    <LiveRunProvider snapshot={snapshot} texts={{}} watch={watch}>
      <RunScreen
        snapshot={snapshot}
        chosen={chosen}
        onChoose={setChosen}
        isReconnecting={false}
        actions={actions}
      />
    </LiveRunProvider>
  );
}

/** This page has no server: the cache already holds what a run page would request. */
function useRecordedArtifacts({ artifacts }: RunSnapshot): void {
  const trpc = useTRPC();
  const queries = useQueryClient();
  useState(() => {
    for (const artifact of artifacts) {
      const { queryKey } = trpc.artifacts.get.queryOptions({ artifactId: artifact.id });
      queries.setQueryData(queryKey, { ...artifact, content: briefText, encoding: "text" });
    }
  });
}
