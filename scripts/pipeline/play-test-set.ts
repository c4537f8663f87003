import { UsageError } from "#appliance/bootstrap/command-lines.mjs";
import type { TestSetFile } from "#core/run/test-set/file/test-set-file.ts";
import type { JudgeAnswer, KeptVerdict } from "#core/run/test-set/judge/verdict.ts";
import { playCase } from "#core/run/test-set/play-case.ts";
import { fingerprint } from "#server/services/runs/recordings/fingerprint.ts";
import { checkRunnable, type Played, planOfFile } from "./play-file.ts";

/** The same width as the words for recordings. */
const words = {
  passed: "passed     ",
  failed: "failed     ",
  stale: "outdated   ",
  unjudged: "unjudged   ",
} as const;

/**
 * Plays the cases of a set's file through a definition, by default the file's own. Judges are not asked: their verdicts
 * are in the file. The result is good if every case passes.
 * @throws UsageError if there is no definition.
 */
export function playTestSetFile(file: string, set: TestSetFile, given: unknown): Played {
  const chosen = given ?? set.definition;
  if (chosen === undefined) {
    throw new UsageError(`${file} has no definition: say which pipeline it tests, with --definition.`);
  }
  const runnable = checkRunnable(chosen, set.agents);
  if (!runnable.ok) {
    const line = `failed     ${file}: the definition has errors and cannot run`;
    return { isSame: false, lines: [line, ...runnable.faults] };
  }
  const plan = planOfFile(runnable.definition, set.agents);
  const results = set.cases.map((one) => ({
    name: one.name,
    ...playCase(plan, one, fingerprint, keptOf(one.verdicts)),
  }));
  return {
    isSame: results.every(({ outcome }) => outcome === "passed"),
    lines: results.flatMap(({ name, outcome, reasons }) => [
      `${words[outcome]}${file}: ${name}`,
      ...reasons.map((reason) => `  ${reason}`),
    ]),
  };
}

function keptOf(verdicts: { readonly [mark: string]: JudgeAnswer }): ReadonlyMap<string, KeptVerdict> {
  return new Map(Object.entries(verdicts).map(([mark, answer]) => [mark, { state: "given", answer }]));
}
