"use client";

import { useHydrated } from "#components/ui/use-hydrated.ts";
import { ThemeSwitch } from "#features/shell/index.ts";
import { Content } from "./content.tsx";
import { Controls } from "./controls.tsx";
import { Foundations } from "./foundations.tsx";
import { RunStoryDemo } from "./run-story.tsx";
import { Section } from "./section.tsx";

/** All design tokens and shared components on one page, to look at while changing them. */
export function DesignPage() {
  const isHydrated = useHydrated();
  return (
    <main className="bg-paper">
      <header className="flex items-center gap-4 px-6 py-4">
        <h1 className="grow font-semibold text-page">Design system</h1>
        <ThemeSwitch />
      </header>
      <Section title="A run" note="A recorded log, folded as the run page folds a live one.">
        {isHydrated ? <RunStoryDemo /> : null}
      </Section>
      <Foundations />
      <Controls />
      <Content />
    </main>
  );
}
