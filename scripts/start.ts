import { runUntilStopped, untilAborted } from "#appliance/supervisor/processes/run-until-stopped.ts";
import { startStack } from "#appliance/supervisor/stack.ts";
import { readSettings } from "#appliance/supervisor/surroundings/settings.ts";

await runUntilStopped(async (signal) => {
  const settings = readSettings(process.env);
  const tell = (line: string) => console.log(line);
  const stack = await startStack({ settings, mode: "production", command: "npm start", signal, tell });
  console.log(`\nPenstock is ready: ${settings.url}\nLogs: ${settings.home}/logs. Press Ctrl-C to stop.\n`);
  await untilAborted(signal);
  console.log("\nStopping …");
  await stack.stop();
  return 0;
});
