import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";
import { clientDependencies } from "./client-package/bundle-client.ts";
import { withTemporaryFolder } from "./client-package/temporary-folder.ts";
import { programs, typeChecks, writeTrialProject } from "./client-package/trial-project.ts";

const compiler = join(repositoryRoot, "node_modules", "typescript", "bin", "tsc");
const checking = ["--noEmit", "--strict", "--target", "es2022", "--types", ""];

/** Installs the client's package in an empty project, and reports what does not type-check or run there. */
const faults = await withTemporaryFolder(async (folder) => {
  await writeTrialProject(folder);
  const runs = [
    ...typeChecks.map((check) => [compiler, ...checking, ...check]),
    ...programs.map((file) => [file]),
  ];
  return [...(await foreignImports(folder)), ...runs.flatMap((command) => failure(folder, command))];
});

for (const fault of faults) console.error(fault);
console.log(`the client's package, imported and required: ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;

function failure(folder: string, command: readonly string[]): readonly string[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, encoding: "utf8" });
  return status === 0 ? [] : [`${command.slice(-3).join(" ")}:\n${stdout}${stderr}`];
}

/** The bundle must include everything that a program would not have installed, and nothing of the server. */
async function foreignImports(folder: string): Promise<readonly string[]> {
  const text = await readFile(join(folder, "node_modules", "penstock-client", "index.js"), "utf8");
  const imported = [...text.matchAll(/^import .*from "([^"]+)"/gm)].map(([, name]) => name ?? "");
  const known: ReadonlySet<string> = new Set(clientDependencies);
  return imported.filter((name) => !known.has(name)).map((name) => `index.js imports ${name}`);
}
