"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useNow } from "#components/ui/use-now.ts";
import type { RunId } from "#core/ids.ts";
import type { NodeView } from "#core/run/view/fold.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { isBetweenTries } from "../model/node-look.ts";

/** A node that says nothing for so long may only think: then its worker is asked for. */
const quietMs = 4_000;
const askAgainMs = 2_000;
/** A worker gives a sign every second; one that comes late is nothing to speak of. */
const worthTellingMs = 5_000;

/**
 * For how many milliseconds the worker of a node has given no sign of life; null while all is well. Nothing is asked
 * while the node speaks, and a model that thinks for minutes raises no alarm: its worker is heard of all the same.
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

/** Whether nothing has happened to the node for a while: its view is another one whenever something has. */
function useIsQuiet(node: NodeView): boolean {
  const [quietNode, setQuietNode] = useState<NodeView | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setQuietNode(node), quietMs);
    return () => clearTimeout(timer);
  }, [node]);
  return quietNode === node;
}
