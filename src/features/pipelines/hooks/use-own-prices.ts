import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { PriceOverrides } from "#core/pricing/find-price.ts";
import { useTRPC } from "#lib/trpc/react.tsx";

/** The workspace's own prices; none while loading. */
export function useOwnPrices(): PriceOverrides {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.prices.list.queryOptions());
  return useMemo(
    () => Object.fromEntries((data?.own ?? []).map(({ model, prices }) => [model, prices])),
    [data],
  );
}
