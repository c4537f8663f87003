import { parseArgs } from "node:util";
import { withProgress } from "#appliance/bootstrap/progress.mjs";
import { runUntilStopped, untilAborted } from "#appliance/supervisor/processes/run-until-stopped.ts";
import { startStack } from "#appliance/supervisor/stack.ts";
import { findRunning } from "#appliance/supervisor/surroundings/home-lock.ts";
import { readSecrets } from "#appliance/supervisor/surroundings/secrets.ts";
import { readSettings, type Settings } from "#appliance/supervisor/surroundings/settings.ts";
import { runningDatabase } from "./access/database-addresses.ts";
import type { Installation } from "./access/with-tools.ts";
import { chooseModel, sandboxModel } from "./demo/choose-model.ts";
import { refreshPipeline } from "./demo/refresh-pipeline.ts";
import { reviewLicense } from "./demo/review-license.ts";
import { signIn } from "./demo/sign-in.ts";

const { values } = parseArgs({ options: { exit: { type: "boolean", default: false } } });
// It goes to the server as a provider key and to no child as a variable.
const apiKey = process.env.ANTHROPIC_API_KEY;
Reflect.deleteProperty(process.env, "ANTHROPIC_API_KEY");

const tell = (line: string) => console.log(line);

await runUntilStopped(async (signal) => {
  const settings = readSettings(process.env);
  return findRunning(settings.home) === null ? startAndRun(settings, signal) : runOnRunning(settings, signal);
});

async function startAndRun(settings: Settings, signal: AbortSignal): Promise<number> {
  const stack = await startStack({ settings, mode: "production", command: "npm run demo", signal, tell });
  try {
    const isCompleted = await run({ settings, secrets: stack.secrets, database: stack.database() }, signal);
    if (values.exit) return isCompleted ? 0 : 1;
    const { password } = stack.secrets.demo;
    console.log(`Penstock keeps serving on ${settings.url}. Sign in as demo@penstock.local with ${password}`);
    console.log(`Logs: ${settings.home}/logs. Press Ctrl-C to stop.\n`);
    await untilAborted(signal);
    return 0;
  } finally {
    console.log("Stopping …");
    await stack.stop();
  }
}

/** Another terminal has Penstock running from this folder: the demo runs there, and leaves it running. */
async function runOnRunning(settings: Settings, signal: AbortSignal): Promise<number> {
  const running = findRunning(settings.home);
  const there = running === null ? settings : { ...settings, url: running.url, localUrl: running.url };
  console.log(`Penstock runs already on ${there.url}: the demo runs there.`);
  const secrets = readSecrets(settings.home);
  return (await run({ settings: there, secrets, database: runningDatabase(there, secrets) }, signal)) ? 0 : 1;
}

async function run(installation: Installation, signal: AbortSignal): Promise<boolean> {
  const prepared = await withProgress("Preparing the demo workspace", async () => {
    const { client, workspaceSlug } = await signIn(installation);
    const { model, warning } = await chooseModel(client, apiKey);
    return { client, workspaceSlug, model, warning, pipelineId: await refreshPipeline(client, model) };
  });
  const { client, workspaceSlug, model, warning, pipelineId } = prepared;
  if (warning !== null) console.log(`  ${warning} The demo runs on the sandbox instead.`);
  console.log(`  on ${model}${model === sandboxModel ? ", which needs no key and costs play money" : ""}`);
  return reviewLicense(client, {
    pipelineId,
    workspaceUrl: `${installation.settings.url}/${workspaceSlug}`,
    signal,
  });
}
