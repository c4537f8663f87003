"use client";

import { useCallback, useMemo, useState } from "react";
import { usePersonalStorage } from "#features/shell/index.ts";

/** The folded groups of a pipeline, stored for this person in this browser. */
export function useFoldedGroups(pipelineId: string) {
  const memory = usePersonalStorage("memory");
  const key = `editor.folded.${pipelineId}`;
  const [kept, setKept] = useState(() => memory.read(key) ?? "");
  const folded: ReadonlySet<string> = useMemo(() => new Set(kept.split("\n").filter(Boolean)), [kept]);
  const onFold = useCallback(
    (groupId: string, isFolded: boolean) => {
      const others = [...folded].filter((id) => id !== groupId);
      const next = isFolded ? [...others, groupId] : others;
      setKept(next.join("\n"));
      if (next.length === 0) memory.remove(key);
      else memory.write(key, next.join("\n"));
    },
    [folded, key, memory],
  );
  return { folded, onFold };
}
