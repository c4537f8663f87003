"use client";

import { useQuery } from "@tanstack/react-query";
import { cn } from "#components/ui/class-names.ts";
import { useTRPC } from "#lib/trpc/react.tsx";

const refreshMs = 15_000;
const mostCounted = 99;

/** How many decisions wait for the reader; renders nothing for zero. */
export function DecisionCount({ isFolded }: { readonly isFolded: boolean }) {
  const trpc = useTRPC();
  const { data } = useQuery({
    ...trpc.waits.list.queryOptions({ mine: true, limit: mostCounted + 1 }),
    refetchInterval: refreshMs,
  });
  const count = data?.waits.length ?? 0;
  if (count === 0) return null;
  return (
    <span
      className={cn("figures rounded-small bg-hover px-1.5 text-micro text-waiting", isFolded && "sr-only")}
    >
      {count > mostCounted ? `${mostCounted}+` : count}
      <span className="sr-only"> waiting for you</span>
    </span>
  );
}
