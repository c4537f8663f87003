import { readCommandLine, usageError } from "#appliance/bootstrap/command-lines.mjs";
import { runUntilStopped } from "#appliance/supervisor/processes/run-until-stopped.ts";
import { testFiles } from "./pipeline/test-files.ts";

/** Commands for pipelines as files: `npm run pipeline -- test run.cassette.json --definition pipeline.yaml`. */
await runUntilStopped(async () => {
  const { positionals, values } = readCommandLine("pipeline");
  const [what, ...files] = positionals;
  if (what !== "test")
    throw usageError(
      "pipeline",
      `Say what to do with the files: test${what === undefined ? "" : `, not ${what}`}.`,
    );
  if (files.length === 0) throw usageError("pipeline", "Name at least one recording or test set.");
  return testFiles(files, values.definition ?? null, (line) => console.log(line)) ? 0 : 1;
});
