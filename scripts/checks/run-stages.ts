import { usageError } from "#appliance/bootstrap/command-lines.mjs";
import { withProgress } from "#appliance/bootstrap/progress.mjs";
import {
  checkResult,
  type Phase,
  type PhaseContext,
  type PhaseResult,
  type Stage,
  type TimedTest,
} from "./phase.ts";
import { createRunningTests } from "./running-tests.ts";

export interface TestTotals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface RunOptions {
  print(line: string): void;
  /** Stops the current phase; no other starts after it. */
  readonly signal: AbortSignal;
}

const slowestCount = 10;

/** Runs the stages one after another, all of them despite failures, and prints a summary. */
export async function runStages(
  stages: readonly Stage[],
  { print, signal }: RunOptions,
): Promise<TestTotals> {
  let totals: TestTotals = { passed: 0, failed: 0, skipped: 0 };
  for (const stage of stages) {
    signal.throwIfAborted();
    for (const { phase, result, seconds } of await runStage(stage, signal)) {
      print(`  ${phase.title}: ${describeCounts(result)} (${seconds} s)`);
      for (const line of describeSlowest(result.timed ?? [])) print(`  ${line}`);
      if (result.failed > 0) print(`\n${indent(result.report)}\n`);
      totals = {
        passed: totals.passed + result.passed,
        failed: totals.failed + result.failed,
        skipped: totals.skipped + result.skipped,
      };
    }
  }
  return totals;
}

/** The phases that were named, or all of them. Throws for an unknown name. */
export function chooseStages(all: readonly Stage[], names: readonly string[]): readonly Stage[] {
  const known = all.flat().map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw usageError("test", `There is no part ${unknown}. There are: ${known.join(" ")}.`);
  }
  if (names.length === 0) return all;
  return all
    .map((stage) => stage.filter((phase) => names.includes(phase.name)))
    .filter((stage) => stage.length > 0);
}

interface Outcome {
  readonly phase: Phase;
  readonly result: PhaseResult;
  readonly seconds: number;
}

function runStage(stage: Stage, signal: AbortSignal): Promise<readonly Outcome[]> {
  const running = createRunningTests();
  return withProgress(
    stage.map(({ title }) => title).join(", "),
    () => runSideBySide(stage, { signal, running }),
    (outcomes) => outcomes.every(({ result }) => result.failed === 0),
    running.describe,
  );
}

function runSideBySide(stage: Stage, context: PhaseContext): Promise<readonly Outcome[]> {
  const begun = new Map<string, Promise<Outcome>>();
  const begin = (phase: Phase): Promise<Outcome> => {
    const outcome = begun.get(phase.name) ?? runInTurn(phase);
    begun.set(phase.name, outcome);
    return outcome;
  };
  const runInTurn = async (phase: Phase): Promise<Outcome> => {
    // If a phase is selected without the one it needs, that one counts as done, or the phase takes care of it.
    const needed = stage.find(({ name }) => name === phase.after);
    if (needed !== undefined) await begin(needed);
    context.signal.throwIfAborted();
    return runPhase(phase, context);
  };
  return Promise.all(stage.map(begin));
}

async function runPhase(phase: Phase, context: PhaseContext): Promise<Outcome> {
  const startedAtMs = Date.now();
  const result = await phase.run(context).catch((error: unknown) => {
    context.signal.throwIfAborted();
    return checkResult(false, error instanceof Error ? error.message : String(error));
  });
  return { phase, result, seconds: Math.round((Date.now() - startedAtMs) / 1000) };
}

function describeCounts({ passed, failed, skipped }: TestTotals): string {
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
