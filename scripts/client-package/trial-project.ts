import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";
import { clientDependencies } from "./bundle-client.ts";
import { writeClientPackage } from "./write-package.ts";

const typed = `
export async function answer(): Promise<number> {
  const client = createPenstockClient({ url: "http://localhost:3000", token: "pen_none" });
  const { run } = await client.runs.get.query({ runId: "0" });
  const status: "pending" | "running" | "waiting" | "completed" | "failed" | "cancelled" | "timeout" = run.status;
  for await (const event of watchRun(client, { runId: "0" })) if (event.type === "node.delta") console.log(event.nodeId);
  // @ts-expect-error a definition has nodes
  await client.pipelines.create.mutate({ definition: { nonsense: true } });
  // @ts-expect-error a run has no such field
  run.nonsense;
  return status.length;
}
`;

const names = "createPenstockClient, readPenstockError, uploadFile, watchRun";
const running = `if (typeof createPenstockClient({ url: "http://localhost:1", token: "x" }).runs.get.query !== "function" || readPenstockError(new Error("x")) !== null || typeof watchRun !== "function" || typeof uploadFile !== "function") process.exit(1);\n`;

const files: { readonly [name: string]: string } = {
  "package.json": '{ "name": "trial", "private": true, "type": "module" }\n',
  "imports.ts": `import { createPenstockClient, watchRun } from "penstock-client";\n${typed}`,
  "requires.cts": `import { createPenstockClient, watchRun } from "penstock-client";\n${typed}`,
  "imports.mjs": `import { ${names} } from "penstock-client";\n${running}`,
  "requires.cjs": `const { ${names} } = require("penstock-client");\n${running}`,
};

/** The module resolutions that a project may use. */
export const typeChecks: readonly (readonly string[])[] = [
  ["--module", "nodenext", "imports.ts", "requires.cts"],
  ["--module", "esnext", "--moduleResolution", "bundler", "imports.ts"],
];
export const programs = ["imports.mjs", "requires.cjs"] as const;

/** An empty project with the client installed as npm would: its files, and its dependencies beside it. */
export async function writeTrialProject(folder: string): Promise<void> {
  const modules = join(folder, "node_modules");
  const own = join(modules, "penstock-client");
  await mkdir(own, { recursive: true });
  await writeClientPackage(own);
  for (const name of clientDependencies) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(repositoryRoot, "node_modules", name), join(modules, name), "junction");
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}
