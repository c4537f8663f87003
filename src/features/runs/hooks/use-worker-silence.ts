"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useNow } from "#components/ui/use-now.ts";
import type { RunId } from "#core/ids.ts";
import type { NodeView } from "#core/run/view/fold.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { isBetweenTries } from "../model/node-look.ts";

/** A node that is silent this long may just be thinking, so ask about its worker. */
const quietMs = 4_000;
const askAgainMs = 2_000;
/** Workers send a heartbeat every second; a late one is normal. */
const worthTellingMs = 5_000;

/**
 * How many milliseconds ago a node's worker gave its last sign of life; null while all is well. It asks only while the
 * node is silent, and a model that thinks for minutes causes no warning, since its worker still gives signs of life.
 */
export function useWorkerSilence(runId: RunId, node: NodeView): number | null {
  const trpc = useTRPC();
  const isAtWork = node.status === "running" && !isBetweenTries(node);
  const isQuiet = useIsQuiet(node);
  const { data, dataUpdatedAt } = useQuery(
    trpc.runs.pulse.queryOptions(
      { runId },
      { enabled: isAtWork && isQuiet, refetchInterval: askAgainMs, staleTime: 0 },
    ),
  );
  const attempt = data?.attempts.find(
    (candidate) => candidate.nodeId === node.nodeId && candidate.attempt === node.attempt,
  );
  const wasSilent = isAtWork && isQuiet && attempt !== undefined && attempt.silentMs >= worthTellingMs;
  const nowMs = useNow(wasSilent ? "fast" : null);
  return wasSilent ? attempt.silentMs + Math.max(0, nowMs - dataUpdatedAt) : null;
}

/** Whether the node has been silent for a while: each event gives it a new view. */
function useIsQuiet(node: NodeView): boolean {
  const [quietNode, setQuietNode] = useState<NodeView | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setQuietNode(node), quietMs);
    return () => clearTimeout(timer);
  }, [node]);
  return quietNode === node;
}
