"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { maxConcurrency } from "#core/nodes/map/items-of-map.ts";
import { describeRequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { ItemsInForce } from "../../model/items-in-force.ts";
import type { RunSnapshot } from "../../model/live/run-snapshot.ts";

interface AdjustMapProps {
  readonly runId: RunSnapshot["run"]["id"];
  readonly nodeId: string;
  readonly total: number;
  readonly inForce: ItemsInForce;
}

/** A map's concurrency and its limit of failed items, which can be changed while it runs. */
export function AdjustMap({ runId, nodeId, total, inForce }: AdjustMapProps) {
  const trpc = useTRPC();
  const id = useId();
  const [typed, setTyped] = useState<{ readonly concurrency?: string; readonly tolerate?: string }>({});
  const { mutate, isPending } = useMutation(
    trpc.runs.adjustMap.mutationOptions({
      onSuccess: () => setTyped({}),
      onError: (error) =>
        showToast({
          tone: "failed",
          title: "The map was not changed",
          description: describeRequestError(error).message,
        }),
    }),
  );
  const { concurrency = String(inForce.concurrency), tolerate = String(inForce.tolerated ?? 0) } = typed;
  const isChanged =
    concurrency !== String(inForce.concurrency) || tolerate !== String(inForce.tolerated ?? 0);
  const send = (event: FormEvent) => {
    event.preventDefault();
    mutate({
      runId,
      nodeId,
      ...(typed.concurrency === undefined ? {} : { concurrency: Number(concurrency) }),
      ...(typed.tolerate === undefined ? {} : { tolerate: Number(tolerate) }),
    });
  };
  return (
    <form onSubmit={send} className="flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-soft">
      <label htmlFor={`${id}-most`}>Items at the same time</label>
      <Input
        id={`${id}-most`}
        type="number"
        required
        min={1}
        max={maxConcurrency}
        className="w-16 font-mono"
        value={concurrency}
        onChange={(event) => setTyped({ ...typed, concurrency: event.target.value })}
      />
      <label htmlFor={`${id}-bad`} className="ml-2">
        Items that may fail
      </label>
      <Input
        id={`${id}-bad`}
        type="number"
        required
        min={0}
        max={total}
        className="w-20 font-mono"
        value={tolerate}
        onChange={(event) => setTyped({ ...typed, tolerate: event.target.value })}
      />
      <Button size="small" type="submit" disabled={!isChanged} isPending={isPending}>
        Change
      </Button>
    </form>
  );
}
