import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { PriceOverrides } from "#core/pricing/find-price.ts";
import { useTRPC } from "#lib/trpc/react.tsx";

/** The prices that the workspace has set; none while they are not known yet. */
export function useOwnPrices(): PriceOverrides {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.prices.list.queryOptions());
  return useMemo(
    () => Object.fromEntries((data?.own ?? []).map(({ model, prices }) => [model, prices])),
    [data],
  );
}
