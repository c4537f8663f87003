import { readCommandLine } from "#appliance/bootstrap/command-lines.mjs";
import { runUntilStopped, untilAborted } from "#appliance/supervisor/processes/run-until-stopped.ts";
import { playBill } from "#inngest/testing/bill/play-bill.ts";
import { startOwnDatabase } from "#inngest/testing/chaos/own-database.ts";
import { countOf } from "./count-of.ts";
import { printBill } from "./print-bill.ts";

/** Compares the ledger with the vendor's bill after all kinds of faults: `npm run bill -- --calls 10000 --seed 7`. */
await runUntilStopped(async (signal) => {
  const { calls, seed } = readCommandLine("bill").values;
  const plan = {
    calls: countOf("bill", "--calls", calls, { least: 1, most: 1_000_000 }),
    seed: countOf("bill", "--seed", seed, { least: 0, most: 2_000_000_000 }),
  };
  const database = await startOwnDatabase();
  const startedAtMs = performance.now();
  try {
    const outcome = await Promise.race([
      playBill(database, plan, (line) => console.log(line)),
      untilAborted(signal).then(() => null),
    ]);
    signal.throwIfAborted();
    if (outcome === null) return 1;
    printBill(plan, outcome, performance.now() - startedAtMs);
    return outcome.faults.length === 0 ? 0 : 1;
  } finally {
    await database.close();
  }
});
process.exit();
