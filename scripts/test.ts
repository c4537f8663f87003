import { tmpdir } from "node:os";
import { readCommandLine } from "#appliance/bootstrap/command-lines.mjs";
import { makeScratchFolder } from "#appliance/database/scratch-folder.ts";
import { runUntilStopped } from "#appliance/supervisor/processes/run-until-stopped.ts";
import { chooseStages, runStages } from "./checks/run-stages.ts";
import { stages } from "./checks/stages.ts";

await runUntilStopped(async (signal) => {
  const startedAtMs = Date.now();
  const chosen = chooseStages(stages, readCommandLine("test").positionals);
  const scratch = await makeScratchFolder(tmpdir());
  process.env.TMPDIR = scratch.path;
  try {
    const totals = await runStages(chosen, { print: (line) => console.log(line), signal });
    const minutes = ((Date.now() - startedAtMs) / 60_000).toFixed(1);
    const skipped = totals.skipped > 0 ? ` (${totals.skipped} skipped)` : "";

    console.log(`\nIn ${minutes} minutes${skipped}:`);
    console.log(`${totals.passed} passed, ${totals.failed} failed`);
    return totals.failed === 0 ? 0 : 1;
  } finally {
    await scratch.remove();
  }
});
