import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { canaries, innocents, targets } from "./canaries.ts";
import { codeFolders } from "./import-rules.ts";
import type { Violation } from "./violation.ts";

/**
 * Proves that the rules work: adds one small violation per rule beside allowed code, and reports rules that miss their
 * canary, rules without one, and rules that report allowed code.
 */
export async function checkCanaries(
  root: string,
  ruleNames: readonly string[],
  check: (baseDir: string) => Promise<readonly Violation[]>,
): Promise<string[]> {
  const folder = await plant(root);
  try {
    return judge(ruleNames, await check(folder));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Inside the repository, so that packages resolve as for real code. */
async function plant(root: string): Promise<string> {
  await mkdir(join(root, ".penstock"), { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(root, ".penstock", "boundary-canary-"));
  await write(folder, "package.json", await readFile(join(root, "package.json"), "utf8"));
  await Promise.all(codeFolders.map((name) => mkdir(join(folder, name), { recursive: true })));
  const files = [...targets, ...canaries, ...innocents];
  await Promise.all(files.map(({ file, source }) => write(folder, file, source)));
  return folder;
}

async function write(folder: string, file: string, source: string): Promise<void> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, source);
}

function judge(ruleNames: readonly string[], violations: readonly Violation[]): string[] {
  const covered = new Set(canaries.map(({ rule }) => rule));
  const innocentFiles = new Set(innocents.map(({ file }) => file));
  const reported = new Set(violations.map(({ rule, from }) => `${rule} ${from}`));
  return [
    ...ruleNames
      .filter((name) => !covered.has(name))
      .map((name) => `rule ${name} has no canary in scripts/checks/boundaries/canaries.ts`),
    ...canaries
      .filter(({ rule, file, at = file }) => !reported.has(`${rule} ${at}`))
      .map(({ rule, file }) => `rule ${rule} did not report its canary ${file}`),
    ...violations
      .filter(({ from }) => innocentFiles.has(from))
      .map(({ rule, from, to }) => `rule ${rule} reported the innocent ${from} -> ${to}`),
  ];
}
