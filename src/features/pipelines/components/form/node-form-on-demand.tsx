"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "#components/ui/display/skeleton.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";

/** Loads the form's code, once. */
export const bringForm = () => loadPatiently(() => import("./node-form.tsx"));

/** The form, loaded on demand since it is often not shown. */
export const NodeFormOnDemand = dynamic(async () => (await bringForm()).NodeForm, {
  ssr: false,
  loading: () => (
    <div role="status" aria-label="Opening the form" className="grid content-start gap-3 bg-paper p-4">
      {["w-1/2", "w-full", "w-2/3", "w-3/4"].map((width) => (
        <Skeleton key={width} className={`h-6 ${width}`} />
      ))}
    </div>
  ),
});
