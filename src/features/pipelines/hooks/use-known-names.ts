"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Json } from "#core/json/json.ts";
import type { DefinitionReferences } from "#core/pipeline/validate.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { type CalledOutputs, type KnownNames, namesIn } from "../model/known-names.ts";
import { useOwnPrices } from "./use-own-prices.ts";

const modelsStaleMs = 10 * 60_000;

/** The workspace's names that a definition may use; unknown ones are left out and not checked. */
export function useReferences(): DefinitionReferences {
  const trpc = useTRPC();
  const { data: agents } = useQuery(trpc.agents.list.queryOptions());
  const { data: secrets } = useQuery(trpc.secrets.list.queryOptions());
  const prices = useOwnPrices();
  return useMemo(
    () => ({
      prices,
      ...(agents === undefined ? {} : { agentKeys: new Set(agents.agents.map(({ key }) => key)) }),
      ...(secrets === undefined ? {} : { secretNames: new Set(secrets.secrets.map(({ name }) => name)) }),
    }),
    [agents, secrets, prices],
  );
}

/**
 * All names that a definition may use: its own nodes and variables, and the workspace's secrets, pipelines, agents and
 * models.
 */
export function useKnownNames(value: Json | null, calls: CalledOutputs): KnownNames {
  const trpc = useTRPC();
  const { data: agents } = useQuery(trpc.agents.list.queryOptions());
  const { data: secrets } = useQuery(trpc.secrets.list.queryOptions());
  const { data: pipelines } = useQuery(trpc.pipelines.list.queryOptions({}));
  // The vendors are asked for this list, so it is requested rarely.
  const { data: models } = useQuery({ ...trpc.models.list.queryOptions(), staleTime: modelsStaleMs });
  return useMemo(
    () => ({
      ...namesIn(value, calls),
      secrets: secrets?.secrets.map(({ name }) => name) ?? [],
      pipelines: pipelines?.pipelines ?? [],
      agents: agents?.agents ?? [],
      models: models?.models.filter(({ lifecycle }) => lifecycle !== "retired") ?? [],
    }),
    [value, calls, secrets, pipelines, agents, models],
  );
}
