"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTRPC } from "#lib/trpc/react.tsx";
import {
  groupsAtFirst,
  groupsFor,
  type PaletteGroup,
  type PaletteState,
  searchStateOf,
} from "../model/palette-groups.ts";
import { paletteItems } from "../model/palette-items.ts";
import type { PersonalStorage } from "../model/personal-storage.ts";
import { readRecent, recentAmong } from "../model/recent-places.ts";
import type { Shell } from "../shell-context.ts";

/** A pause this long means that the query is complete. */
const pauseMs = 200;
/** Shorter queries match nearly everything. */
const fewestLetters = 2;

interface PaletteOffer {
  /** Without empty groups. */
  readonly groups: readonly PaletteGroup[];
  readonly state: PaletteState;
}

/** The palette's groups for a query; without one, recently used items come first. */
export function usePaletteGroups(shell: Shell, memory: PersonalStorage, query: string): PaletteOffer {
  const trpc = useTRPC();
  const { data: pipelines } = useQuery(trpc.pipelines.list.queryOptions({}));
  const { data: agents } = useQuery(trpc.agents.list.queryOptions());
  const text = query.trim();
  const settled = useSettled(text);
  const isSearch = text.length >= fewestLetters;
  const { data, isFetching, isError } = useQuery({
    // Cancels searches that nobody waits for any longer.
    ...trpc.search.find.queryOptions({ text: settled }, { trpc: { abortOnUnmount: true } }),
    enabled: isSearch && settled === text,
  });
  const [recentPlaces] = useState(() => readRecent(memory));
  const all = paletteItems(shell, pipelines?.pipelines ?? [], agents?.agents ?? []);
  if (text === "") return { groups: groupsAtFirst(recentAmong(recentPlaces, all), all), state: "" };
  const found = isSearch && settled === text ? (data ?? null) : null;
  const groups = groupsFor(text, all, found, `/${shell.workspace.slug}`);
  const isLooking = isSearch && (settled !== text || isFetching);
  return { groups, state: searchStateOf(groups, { isLooking, hasFailed: isSearch && isError }) };
}

/** The debounced text. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const pause = setTimeout(() => setSettled(text), pauseMs);
    return () => clearTimeout(pause);
  }, [text]);
  return settled;
}
