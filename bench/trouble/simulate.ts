import { readCommandLine, usageError } from "#appliance/bootstrap/command-lines.mjs";
import { runUntilStopped } from "#appliance/supervisor/processes/run-until-stopped.ts";
import { simulate } from "#core/run/testing/simulation/simulate.ts";
import { lookUp, printSimulation } from "./print-simulation.ts";

/** Simulates runs in memory and reports broken promises: `npm run simulate -- --seeds 100000`. */
await runUntilStopped(async (signal) => {
  const { seeds, seed } = readCommandLine("simulate").values;
  const startedAtMs = performance.now();
  const report = await simulate(countOf("--seeds", seeds, 1), countOf("--seed", seed, 0), lookUp(signal));
  printSimulation(report, performance.now() - startedAtMs);
  return report.faults.length === 0 ? 0 : 1;
});

function countOf(option: string, given: string, least: number): number {
  const count = Number(given);
  if (Number.isSafeInteger(count) && count >= least && count <= 2_000_000_000) return count;
  throw usageError(
    "simulate",
    `${option} must be a whole number from ${least} to 2000000000, and is ${given}.`,
  );
}
