import { phases } from "./checks/phases.ts";
import { choosePhases, runPhases } from "./checks/run-phases.ts";

const startedAtMs = Date.now();
const chosen = choosePhases(phases, process.argv.slice(2));
const totals = await runPhases(chosen, (line) => console.log(line));
const minutes = ((Date.now() - startedAtMs) / 60_000).toFixed(1);
const skipped = totals.skipped > 0 ? ` (${totals.skipped} skipped)` : "";

console.log(`\nIn ${minutes} minutes${skipped}:`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 ? 0 : 1);
