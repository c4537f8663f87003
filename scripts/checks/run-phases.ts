import { withProgress } from "../bootstrap/progress.mjs";
import { checkResult, type Phase, type PhaseResult } from "./phase.ts";

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Runs the phases one after another, all of them whatever fails, and prints what a person needs to see. */
export async function runPhases(phases: readonly Phase[], print: (line: string) => void): Promise<Totals> {
  let totals: Totals = { passed: 0, failed: 0, skipped: 0 };
  for (const phase of phases) {
    const result = await runPhase(phase);
    print(`  ${describeCounts(result)}`);
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
    throw new Error(`There is no phase ${unknown}. Choose from: ${all.map((phase) => phase.name).join(" ")}`);
  }
  return names.length === 0 ? all : all.filter((phase) => names.includes(phase.name));
}

function runPhase(phase: Phase): Promise<PhaseResult> {
  const run = async () => {
    try {
      return await phase.run();
    } catch (error) {
      return checkResult(false, error instanceof Error ? error.message : String(error));
    }
  };
  return withProgress(phase.title, run, ({ failed }) => failed === 0);
}

function describeCounts({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

const indent = (text: string) => text.replace(/^(?=.)/gm, "    ");
