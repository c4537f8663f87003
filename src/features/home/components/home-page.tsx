"use client";

import { type StepMark, TopLine } from "#features/shell/index.ts";
import { failedLately, failedQuery, runningNow, runningQuery } from "../model/home-runs.ts";
import { NextStepsView } from "./next-steps-view.tsx";
import { RefusedKeys } from "./refused-keys.tsx";
import { RunSection } from "./run-section.tsx";
import { SpendSection } from "./spend-section.tsx";
import { TightBudgets } from "./tight-budgets.tsx";
import { WaitingForMe } from "./waiting-for-me.tsx";

interface HomePageProps {
  /** The first steps, as the browser's cookie had them when the page was requested. */
  readonly knownSteps: ReadonlySet<StepMark>;
}

/** The workspace's overview: current runs, failures, costs and what needs attention. */
export function HomePage({ knownSteps }: HomePageProps) {
  return (
    <>
      <TopLine crumbs={[{ label: "Home" }]} />
      <RefusedKeys />
      <TightBudgets />
      <NextStepsView known={knownSteps} />
      <WaitingForMe />
      <SpendSection />
      <RunSection title="Running now" input={runningNow} query={runningQuery} nothing="Nothing is running." />
      <RunSection
        title="Failed in the last 24 hours"
        input={failedLately}
        query={failedQuery}
        nothing="Nothing has failed."
      />
    </>
  );
}
