/**
 * The first thing every npm script runs: `node scripts/bootstrap.mjs <command> [arguments]`.
 *
 * Plain JavaScript without dependencies, because it must work on Node 20 before anything is installed. It makes sure of
 * a new enough Node, of the packages and of the generated Prisma client, then hands over to `scripts/<command>.ts`.
 */
import { join } from "node:path";
import { chooseCommand, UsageError } from "../appliance/bootstrap/command-lines.mjs";
import { readEnvFile } from "../appliance/bootstrap/env-file.mjs";
import { commandEnvironment } from "../appliance/bootstrap/environment.mjs";
import { ensurePackages } from "../appliance/bootstrap/packages.mjs";
import { repositoryRoot } from "../appliance/bootstrap/paths.mjs";
import { requirePortToServe } from "../appliance/bootstrap/port.mjs";
import { ensurePrismaClient } from "../appliance/bootstrap/prisma-client.mjs";
import { runCommand } from "../appliance/bootstrap/run-command.mjs";
import { ensureNode } from "../appliance/bootstrap/runtime.mjs";

async function main() {
  // What is asked wrongly, or about a command, is answered before anything is installed.
  const { command, args, answer } = chooseCommand(process.argv.slice(2));
  if (answer !== null) {
    console.log(answer);
    return 0;
  }
  const script = join(repositoryRoot, "scripts", `${command}.ts`);
  const node = await ensureNode();
  const fromFile = readEnvFile(repositoryRoot, { node, command });
  const environment = commandEnvironment({ ...fromFile, ...process.env }, { node, command });
  // Not to be told after minutes of installing.
  const beforeInstall = () => requirePortToServe(environment, command);
  await ensurePackages({ node, environment, beforeInstall });
  await ensurePrismaClient({ node, environment });
  return runCommand({ node, script, args, environment });
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
