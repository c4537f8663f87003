"use client";

import dynamic from "next/dynamic";
import { type ComponentProps, type ComponentType, useEffect } from "react";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import type * as Contents from "./tab-contents.ts";

const bring = () => loadPatiently(() => import("./tab-contents.ts"));

// The `loading` placeholder gives each its own Suspense boundary; without one the whole page would be hidden meanwhile.
const nothing = () => null;

type Props<Name extends keyof typeof Contents> = ComponentProps<(typeof Contents)[Name]>;

export const EventList: ComponentType<Props<"EventList">> = dynamic(async () => (await bring()).EventList, {
  loading: nothing,
});
export const AgentStepList: ComponentType<Props<"AgentStepList">> = dynamic(
  async () => (await bring()).AgentStepList,
  { loading: nothing },
);
export const AttemptList: ComponentType<Props<"AttemptList">> = dynamic(
  async () => (await bring()).AttemptList,
  { loading: nothing },
);
export const NodeRuns: ComponentType<Props<"NodeRuns">> = dynamic(async () => (await bring()).NodeRuns, {
  loading: nothing,
});
export const RunSummaryView: ComponentType<Props<"RunSummaryView">> = dynamic(
  async () => (await bring()).RunSummaryView,
  { loading: nothing },
);

/** Loads the other tabs' code once the page is ready, before anybody can open one. */
export function useClosedTabs(): void {
  useEffect(() => {
    void bring();
  }, []);
}
