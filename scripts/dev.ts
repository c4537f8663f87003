import { runUntilStopped, untilAborted } from "#appliance/supervisor/processes/run-until-stopped.ts";
import { startStack } from "#appliance/supervisor/stack.ts";
import { readSettings } from "#appliance/supervisor/surroundings/settings.ts";
import { watchWorkerSources } from "#appliance/supervisor/watch-worker.ts";

await runUntilStopped(async (signal) => {
  const settings = readSettings(process.env);
  const stack = await startStack({
    settings,
    mode: "development",
    command: "npm run dev",
    signal,
    tell: (line) => console.log(line),
    onOutput: (name, chunk) => process.stdout.write(prefixLines(name, chunk)),
  });
  const unwatch = watchWorkerSources(() => {
    console.log("worker  | its sources changed: starting it again");
    stack.restartWorker().catch((error: unknown) => console.error(error));
  });
  console.log(`\nPenstock is ready: ${settings.url}. Changes are picked up. Press Ctrl-C to stop.\n`);
  await untilAborted(signal);
  console.log("\nStopping …");
  unwatch();
  await stack.stop();
  return 0;
});

function prefixLines(name: string, chunk: Buffer): string {
  return chunk.toString("utf8").replace(/^(?=.)/gm, `${name.padEnd(7)} | `);
}
