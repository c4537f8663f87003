"use client";

import { type StepMark, TopLine } from "#features/shell/index.ts";
import { failedLately, failedQuery, runningNow, runningQuery } from "../model/home-runs.ts";
import { NextSteps } from "./next-steps.tsx";
import { RefusedKeys } from "./refused-keys.tsx";
import { RunSection } from "./run-section.tsx";
import { SpendSection } from "./spend-section.tsx";
import { TightBudgets } from "./tight-budgets.tsx";
import { WaitingForMe } from "./waiting-for-me.tsx";

interface HomePageProps {
  /** What the browser knew of the first steps when it asked for the page. */
  readonly knownSteps: ReadonlySet<StepMark>;
}

/** How the workspace stands: what goes on, what went wrong, what it costs, and what to do about it. */
export function HomePage({ knownSteps }: HomePageProps) {
  return (
    <>
      <TopLine crumbs={[{ label: "Home" }]} />
      <RefusedKeys />
      <TightBudgets />
      <NextSteps known={knownSteps} />
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
