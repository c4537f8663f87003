import { access, mkdir, rename, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { rolldown } from "rolldown";

const repositoryRoot = join(import.meta.dirname, "../../..");
/** Beside the packages, which stay what they are; node_modules is made again with each new set of them. */
const folder = join(repositoryRoot, "node_modules/.cache/penstock-test-programs");

/** It is made for this machine. */
const notBundled = [/^@node-rs\//];

/**
 * Writes a program of tests, with all that it imports, into a few files, and returns the one to start. A worker loads
 * 1,300 files, which is half of the processor time of its start; tests start it more than a hundred times, to kill it.
 * The names say what is in the files: whoever else makes the same ones meanwhile makes no difference.
 */
export async function bundleProgram(file: string): Promise<string> {
  const bundle = await rolldown({
    input: file,
    platform: "node",
    tsconfig: join(repositoryRoot, "tsconfig.json"),
    external: notBundled,
    // What a module does when it is loaded, it does here, too.
    treeshake: false,
    logLevel: "silent",
  });
  const { output } = await bundle.generate({
    format: "esm",
    entryFileNames: "[name]-[hash].mjs",
    chunkFileNames: "[name]-[hash].mjs",
  });
  await bundle.close();
  await mkdir(folder, { recursive: true });
  for (const part of output) if (part.type === "chunk") await writeOnce(part.fileName, part.code);
  const entry = output.find((part) => part.type === "chunk" && part.isEntry);
  if (entry === undefined) throw new Error(`There is no bundle of ${basename(file)}`);
  return join(folder, entry.fileName);
}

/** Whole or not at all, whoever reads it meanwhile. */
async function writeOnce(name: string, text: string): Promise<void> {
  const path = join(folder, name);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, text);
  await rename(draft, path);
}
