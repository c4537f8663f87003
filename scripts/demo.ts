import { readCommandLine } from "#appliance/bootstrap/command-lines.mjs";
import { undoAfter } from "#appliance/supervisor/processes/cleanups.ts";
import { runUntilStopped, untilAborted } from "#appliance/supervisor/processes/run-until-stopped.ts";
import { startStack } from "#appliance/supervisor/stack.ts";
import { findRunning } from "#appliance/supervisor/surroundings/home-lock.ts";
import { readSecrets } from "#appliance/supervisor/surroundings/secrets.ts";
import { readSettings, type Settings } from "#appliance/supervisor/surroundings/settings.ts";
import { runningDatabase } from "./access/database-addresses.ts";
import { runDemo } from "./demo/run-demo.ts";

// It becomes a provider key on the server; child processes do not inherit it.
const apiKey = process.env.ANTHROPIC_API_KEY;
Reflect.deleteProperty(process.env, "ANTHROPIC_API_KEY");

const tell = (line: string) => console.log(line);

await runUntilStopped(async (signal) => {
  const { exit } = readCommandLine("demo").values;
  const settings = readSettings(process.env);
  const isRunning = findRunning(settings.home) !== null;
  return isRunning ? runOnRunning(settings, signal) : startAndRun(settings, exit, signal);
});

async function startAndRun(settings: Settings, endsThen: boolean, signal: AbortSignal): Promise<number> {
  const stack = await startStack({ settings, mode: "production", command: "npm run demo", signal, tell });
  const serve = async (): Promise<number> => {
    const installation = { settings, secrets: stack.secrets, database: stack.database() };
    const isCompleted = await runDemo(installation, { apiKey, signal });
    if (endsThen) return isCompleted ? 0 : 1;
    const { password } = stack.secrets.demo;
    console.log(`Penstock keeps serving on ${settings.url}. Sign in as demo@penstock.local with ${password}`);
    console.log(`Logs: ${settings.home}/logs. Press Ctrl-C to stop.\n`);
    await untilAborted(signal);
    return 0;
  };
  return undoAfter(serve, () => {
    console.log("Stopping …");
    return stack.stop();
  });
}

/** If another terminal runs Penstock from this folder, the demo uses that and leaves it running. */
async function runOnRunning(settings: Settings, signal: AbortSignal): Promise<number> {
  const running = findRunning(settings.home);
  const there = running === null ? settings : { ...settings, url: running.url, localUrl: running.url };
  console.log(`Penstock is already running on ${there.url}: the demo runs there.`);
  const secrets = readSecrets(settings.home);
  const installation = { settings: there, secrets, database: runningDatabase(there, secrets) };
  return (await runDemo(installation, { apiKey, signal })) ? 0 : 1;
}
