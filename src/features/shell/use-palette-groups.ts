"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#lib/trpc/react.tsx";
import { isPartOfId, matchItems, type PaletteItem, paletteItems, runItems } from "./palette-items.ts";
import type { PersonalStorage } from "./personal-storage.ts";
import { readRecent, recentAmong } from "./recent-places.ts";
import type { Shell } from "./shell-context.ts";

const mostShown = 50;
const mostRuns = 5;

export interface PaletteGroup {
  readonly label: string;
  readonly items: readonly PaletteItem[];
}

/**
 * What the palette shows for what is typed; before anything is, what was used recently comes first. None of them is
 * empty.
 */
export function usePaletteGroups(
  shell: Shell,
  memory: PersonalStorage,
  query: string,
): readonly PaletteGroup[] {
  const trpc = useTRPC();
  const { data: pipelines } = useQuery(trpc.pipelines.list.queryOptions({}));
  const { data: agents } = useQuery(trpc.agents.list.queryOptions());
  const mayBeId = isPartOfId(query);
  const { data: runs } = useQuery({
    ...trpc.runs.list.queryOptions({ text: query.trim(), limit: mostRuns }),
    enabled: mayBeId,
  });
  const [recentPlaces] = useState(() => readRecent(memory));
  const all = paletteItems(shell, pipelines?.pipelines ?? [], agents?.agents ?? []);
  const recent = query.trim() === "" ? recentAmong(recentPlaces, all) : [];
  const others = matchItems(all, query).filter((item) => !recent.includes(item));
  // A pipeline whose name has these letters is among the named ones already.
  const byId = mayBeId ? (runs?.runs ?? []).filter(({ id }) => id.includes(query.trim().toLowerCase())) : [];
  const groups = [
    { label: "Used recently", items: recent },
    {
      label: recent.length === 0 ? "" : "All",
      items: [...runItems(shell, byId), ...others].slice(0, mostShown),
    },
  ];
  return groups.filter(({ items }) => items.length > 0);
}
