"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "#components/ui/display/skeleton.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";

/** Loaded separately, because the form brings the validation of its fields along. */
export const LazyAgentForm = dynamic(
  async () => (await loadPatiently(() => import("./agent-form.tsx"))).AgentForm,
  {
    ssr: false,
    loading: () => (
      <div
        role="status"
        aria-label="Opening the form"
        className="grid max-w-180 content-start gap-5 p-6 max-sm:p-4"
      >
        <Skeleton className="h-13" />
        <Skeleton className="h-36" />
        <Skeleton className="h-13" />
      </div>
    ),
  },
);
