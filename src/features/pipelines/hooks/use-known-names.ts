"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Json } from "#core/json.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { type KnownNames, namesIn } from "../model/known-names.ts";

const modelsStaleMs = 10 * 60_000;

/** Keys of the workspace's agents; null while they are not known. */
export function useAgentKeys(): ReadonlySet<string> | null {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.agents.list.queryOptions());
  return useMemo(() => (data === undefined ? null : new Set(data.agents.map(({ key }) => key))), [data]);
}

/** What a definition may name: its own nodes and variables, and the workspace's agents and models. */
export function useKnownNames(value: Json | null): KnownNames {
  const trpc = useTRPC();
  const { data: agents } = useQuery(trpc.agents.list.queryOptions());
  // Vendors are asked for this list, so it is not asked for at every turn.
  const { data: models } = useQuery({ ...trpc.models.list.queryOptions(), staleTime: modelsStaleMs });
  return useMemo(
    () => ({
      ...namesIn(value),
      agents: agents?.agents ?? [],
      models: models?.models.filter(({ lifecycle }) => lifecycle !== "retired") ?? [],
    }),
    [value, agents, models],
  );
}
