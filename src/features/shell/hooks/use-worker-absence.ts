"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTRPC } from "#lib/trpc/react.tsx";

const askEveryMs = 10_000;
const askSoonMs = 2_000;
/** A killed worker usually restarts faster than this, which is not worth a message. */
const worthTellingMs = 5_000;

/** Whether no worker has been running for some seconds. One query for the whole page, only while it is visible. */
export function useWorkerAbsence(): boolean {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.me.worker.queryOptions(undefined, {
      staleTime: askEveryMs,
      refetchInterval: ({ state }) => (state.data?.isAtWork === false ? askSoonMs : askEveryMs),
    }),
  );
  const isAway = data?.isAtWork === false;
  const [isLongAway, setIsLongAway] = useState(false);
  useEffect(() => {
    if (!isAway) return;
    const timer = setTimeout(() => setIsLongAway(true), worthTellingMs);
    return () => {
      clearTimeout(timer);
      setIsLongAway(false);
    };
  }, [isAway]);
  return isLongAway;
}
