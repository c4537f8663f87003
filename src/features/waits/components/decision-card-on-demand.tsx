"use client";

import dynamic from "next/dynamic";
import { SkeletonRows } from "#components/ui/display/skeleton.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";

/**
 * One decision, for pages that rarely have one: its code is loaded on demand. Until then it looks like a card that is
 * loading.
 */
export const DecisionCardOnDemand = dynamic(
  async () => (await loadPatiently(() => import("./decision-card.tsx"))).DecisionCard,
  {
    ssr: false,
    loading: () => (
      <div className="px-6 py-4 max-sm:px-4">
        <SkeletonRows rows={4} label="Loading the decision" />
      </div>
    ),
  },
);
