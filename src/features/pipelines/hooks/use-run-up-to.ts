"use client";

import { useQueryClient } from "@tanstack/react-query";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { upToNode } from "#core/pipeline/up-to-node.ts";
import { validateDefinition } from "#core/pipeline/validate.ts";
import { describeRequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { CheckedText } from "../model/draft/check-text.ts";
import { snapshotOf } from "../model/publish/published-difference.ts";
import { draftSource, type RunSource } from "../model/run-form/run-source.ts";

/** Prepares a run of the saved draft up to a node; errors after that node do not matter. */
export function useRunUpTo(
  { value }: CheckedText,
  onReady: (source: RunSource) => void,
): (nodeId: string) => Promise<void> {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refuse = (title: string, description: string) => showToast({ tone: "failed", title, description });
  return async (nodeId) => {
    const cut = validateDefinition(upToNode(value, nodeId));
    if (!cut.ok) {
      refuse("This cannot run yet", cut.problems[0]?.message ?? "");
      return;
    }
    try {
      const { agents } = await queries.fetchQuery(trpc.agents.list.queryOptions());
      const source = draftSource(cut.definition, agents.map(snapshotOf));
      if (source !== null) onReady({ ...source, until: nodeId });
    } catch (error) {
      refuse("The run could not be prepared", describeRequestError(error).message);
    }
  };
}
