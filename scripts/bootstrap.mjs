/**
 * The first thing every npm script runs: `node scripts/bootstrap.mjs <command> [arguments]`.
 * Plain JavaScript without dependencies, because it must work on Node 20 before anything is installed. It ensures a new
 * enough Node, the packages and the generated Prisma client, then runs `scripts/<command>.ts`.
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
  // Usage errors and help need no installation.
  const { command, args, answer } = chooseCommand(process.argv.slice(2));
  if (answer !== null) {
    console.log(answer);
    return 0;
  }
  const script = join(repositoryRoot, "scripts", `${command}.ts`);
  const node = await ensureNode();
  const fromFile = readEnvFile(repositoryRoot, { node, command });
  const environment = commandEnvironment({ ...fromFile, ...process.env }, { node, command });
  // Report it now rather than after minutes of installing.
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
