"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { RunId } from "#core/ids.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useHasCaughtUp, useLogLines } from "../live-run-context.ts";

/** A run of many small nodes settles several per second, and each refetch loads all of it. */
const restMs = 700;

/**
 * Inputs, attempts and artifacts are not in the log, so they are refetched soon after a line says that something has
 * settled.
 */
export function SnapshotRefresher({ runId }: { readonly runId: RunId }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const hasCaughtUp = useHasCaughtUp();
  const settled = useLogLines().at(-1)?.seq ?? 0;
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    const queryKey = trpc.runs.get.queryKey({ runId });
    const known = queries.getQueryData(queryKey)?.run.lastEventSeq ?? 0;
    if (!hasCaughtUp || settled <= known || timer.current !== null) return;
    timer.current = setTimeout(() => {
      timer.current = null;
      void queries.invalidateQueries({ queryKey });
    }, restMs);
  }, [hasCaughtUp, settled, runId, queries, trpc]);
  useEffect(() => {
    return () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    };
  }, []);
  return null;
}
