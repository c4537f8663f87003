import { usageError } from "#appliance/bootstrap/command-lines.mjs";
import { withProgress } from "#appliance/bootstrap/progress.mjs";
import { checkResult, type Phase, type PhaseResult, type TimedTest } from "./phase.ts";
import { createRunningTests } from "./running-tests.ts";

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface RunOptions {
  print(line: string): void;
  /** Ends the phase that is running; none begins after it. */
  readonly signal: AbortSignal;
}

const slowestCount = 10;

/** Runs the phases one after another, all of them whatever fails, and prints what a person needs to see. */
export async function runPhases(phases: readonly Phase[], { print, signal }: RunOptions): Promise<Totals> {
  let totals: Totals = { passed: 0, failed: 0, skipped: 0 };
  for (const phase of phases) {
    signal.throwIfAborted();
    const result = await runPhase(phase, signal);
    print(`  ${describeCounts(result)}`);
    for (const line of describeSlowest(result.timed ?? [])) print(`  ${line}`);
    if (result.failed > 0) print(`\n${indent(result.report)}\n`);
    totals = {
      passed: totals.passed + result.passed,
      failed: totals.failed + result.failed,
      skipped: totals.skipped + result.skipped,
    };
  }
  return totals;
}

/** The names a person gave, or all phases. Throws for a name that no phase has. */
export function choosePhases(all: readonly Phase[], names: readonly string[]): readonly Phase[] {
  const unknown = names.find((name) => !all.some((phase) => phase.name === name));
  if (unknown !== undefined) {
    throw usageError(
      "test",
      `There is no part ${unknown}. There are: ${all.map(({ name }) => name).join(" ")}.`,
    );
  }
  return names.length === 0 ? all : all.filter((phase) => names.includes(phase.name));
}

function runPhase(phase: Phase, signal: AbortSignal): Promise<PhaseResult> {
  const running = createRunningTests();
  const run = async () => {
    try {
      return await phase.run({ signal, running });
    } catch (error) {
      signal.throwIfAborted();
      return checkResult(false, error instanceof Error ? error.message : String(error));
    }
  };
  return withProgress(phase.title, run, ({ failed }) => failed === 0, running.describe);
}

function describeCounts({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

function describeSlowest(timed: readonly TimedTest[]): readonly string[] {
  if (timed.length === 0) return [];
  const slowest = timed.toSorted((a, b) => b.seconds - a.seconds).slice(0, slowestCount);
  return [
    "the slowest:",
    ...slowest.map(({ name, seconds }) => `  ${seconds.toFixed(1).padStart(5)} s  ${name}`),
  ];
}

const indent = (text: string) => text.replace(/^(?=.)/gm, "    ");
