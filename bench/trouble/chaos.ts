import { readCommandLine } from "#appliance/bootstrap/command-lines.mjs";
import { runUntilStopped, untilAborted } from "#appliance/supervisor/processes/run-until-stopped.ts";
import { startOwnDatabase } from "#inngest/testing/chaos/own-database.ts";
import { type ChaosPlan, playChaos } from "#inngest/testing/chaos/play-chaos.ts";
import { countOf } from "./count-of.ts";
import { printChaos } from "./print-chaos.ts";

/** Real processes and seeded crashes: `npm run chaos -- --runs 1000 --kills 200 --seed 7`. */
await runUntilStopped(async (signal) => {
  const plan = readPlan();
  const database = await startOwnDatabase();
  const startedAtMs = performance.now();
  try {
    const outcome = await Promise.race([
      playChaos(database, plan, (line) => console.log(line)),
      untilAborted(signal).then(() => null),
    ]);
    signal.throwIfAborted();
    if (outcome === null) return 1;
    printChaos(plan, outcome, performance.now() - startedAtMs);
    return outcome.faults.length === 0 ? 0 : 1;
  } finally {
    await database.close();
  }
});
process.exit();

function readPlan(): ChaosPlan {
  const { runs, kills, seed } = readCommandLine("chaos").values;
  return {
    runs: countOf("chaos", "--runs", runs, { least: 1, most: 100_000 }),
    kills: countOf("chaos", "--kills", kills, { least: 1, most: 10_000 }),
    seed: countOf("chaos", "--seed", seed, { least: 0, most: 2_000_000_000 }),
  };
}
