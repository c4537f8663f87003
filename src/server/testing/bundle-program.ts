import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { rolldown } from "rolldown";

const repositoryRoot = join(import.meta.dirname, "../../..");
/** Inside node_modules, which is installed again when the packages change. */
const folder = join(repositoryRoot, "node_modules/.cache/penstock-test-programs");

/** Each change of a source makes new bundles, of ten megabytes; nobody starts one that was asked for so long ago. */
const staleMs = 3 * 3_600_000;

/** Native code cannot be bundled. */
const notBundled = [/^@node-rs\//];

/**
 * Bundles a program of tests with all its imports into a few files, and returns the path of the one to start. Loading
 * 1,300 files is half of the processor time that a worker takes to start, and tests start one more than a hundred times
 * to kill it. Files are named by a hash of their content, so several may write them at the same time.
 */
export async function bundleProgram(file: string): Promise<string> {
  const bundle = await rolldown({
    input: file,
    platform: "node",
    tsconfig: join(repositoryRoot, "tsconfig.json"),
    external: notBundled,
    // Keeps the side effects of loading a module.
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
  await removeStale();
  const entry = output.find((part) => part.type === "chunk" && part.isEntry);
  if (entry === undefined) throw new Error(`There is no bundle of ${basename(file)}`);
  return join(folder, entry.fileName);
}

/** Renames a complete file into place, so that no reader sees half of one. */
async function writeOnce(name: string, text: string): Promise<void> {
  const path = join(folder, name);
  if (await keepFresh(path)) return;
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, text);
  await rename(draft, path);
}

/** Whether the file is there, which then does not count as stale. */
async function keepFresh(path: string): Promise<boolean> {
  const now = new Date();
  return utimes(path, now, now).then(
    () => true,
    () => false,
  );
}

async function removeStale(): Promise<void> {
  const oldestMs = Date.now() - staleMs;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    // Another run may remove it at the same time.
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (mtimeMs < oldestMs) await rm(path, { force: true });
  }
}
