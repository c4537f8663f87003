"use client";

import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { SwitchButtons } from "#components/ui/controls/switch-buttons.tsx";
import { Skeleton } from "#components/ui/display/skeleton.tsx";
import { Dialog, DialogClose } from "#components/ui/floating/dialog.tsx";
import { formatRelativeTime } from "#components/ui/format/relative-time.ts";
import { useNow } from "#components/ui/use-now.ts";
import type { Json } from "#core/json/json.ts";
import { maybeStarted, RequestError } from "#features/errors/index.ts";
import { ForkPlanView } from "#features/runs/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useRequestKeys } from "#lib/trpc/request-keys.ts";
import type { LastRun } from "../../hooks/try/use-last-values.ts";
import type { RunSnapshot } from "../../model/try/last-values.ts";
import { type TryReach, tryRequest } from "../../model/try/try-request.ts";

export interface TryDialogProps {
  /** As saved. */
  readonly draft: Json;
  readonly node: { readonly id: string; readonly name: string };
  readonly view: RunSnapshot;
  readonly last: LastRun;
  readonly onClose: () => void;
}

const reaches: readonly { readonly value: TryReach; readonly label: string }[] = [
  { value: "alone", label: "This node alone" },
  { value: "up-to", label: "Up to here" },
];

const reachWords: Readonly<Record<TryReach, string>> = {
  alone: "What comes before it is reused from the run, even where the draft has changed.",
  "up-to": "What has changed before it since that run, and everything after those changes, runs again, too.",
};

/** Says which nodes a try runs, which results it reuses and what it costs, before it starts. */
export function TryDialog({ draft, node, view, last, onClose }: TryDialogProps) {
  const trpc = useTRPC();
  const keys = useRequestKeys();
  const nowMs = useNow("slow");
  const [reach, setReach] = useState<TryReach>("alone");
  const { pins, follow } = last;
  const input = useMemo(
    () => ({ runId: view.run.id, ...tryRequest(draft, node.id, reach, { view, pins }) }),
    [draft, node.id, reach, view, pins],
  );
  const plan = useQuery(
    trpc.runs.planFork.queryOptions(
      { ...input, fromNodeIds: [...input.fromNodeIds] },
      { placeholderData: keepPreviousData, staleTime: 0 },
    ),
  );
  const askFork = useMutation(trpc.runs.fork.mutationOptions());
  const start = useMutation({
    mutationFn: () =>
      keys.send(input, (idempotencyKey) =>
        askFork.mutateAsync({ ...input, fromNodeIds: [...input.fromNodeIds], idempotencyKey }),
      ),
    onSuccess: async () => {
      onClose();
      await follow();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={`Try ${node.name}`}
      description={`With the values of the run of ${formatRelativeTime(view.run.createdAtMs, nowMs)}. ${reachWords[reach]}`}
      actions={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            tone="primary"
            disabled={plan.data === undefined || plan.isPlaceholderData || plan.error !== null}
            isPending={start.isPending}
            onClick={() => start.mutate()}
          >
            <Play aria-hidden />
            {reach === "alone" ? "Run this node" : "Run up to here"}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <SwitchButtons
          label="What runs"
          value={reach}
          onValueChange={setReach}
          options={reaches}
          className="justify-self-start"
        />
        {plan.error === null ? null : <RequestError error={plan.error} again={plan.refetch} />}
        {start.error === null ? null : <RequestError error={start.error} ifUnanswered={maybeStarted} />}
        {plan.data === undefined ? (
          <Waiting isShown={plan.error === null} />
        ) : (
          <ForkPlanView
            plan={{ ...plan.data, changes: plan.data.changes.filter(isPinned) }}
            isSandbox={view.run.isSandbox}
          />
        )}
      </div>
    </Dialog>
  );
}

/** Leaves out what the rest of the dialog says already. */
function isPinned({ what }: { readonly what: string }): boolean {
  return what === "input" || what === "output";
}

function Waiting({ isShown }: { readonly isShown: boolean }) {
  if (!isShown) return null;
  return (
    <div role="status" aria-label="Determining what would run" className="grid gap-3 py-1">
      <Skeleton className="h-4 w-2/3" />
      <Skeleton className="h-4 w-1/2" />
    </div>
  );
}
