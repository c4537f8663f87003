import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from "dependency-cruiser";
import { canaries, innocents, targets } from "./boundary-canaries.ts";

interface BoundaryRules {
  readonly forbidden: readonly IForbiddenRuleType[];
  readonly options: ICruiseOptions & { readonly enhancedResolveOptions: object };
}

interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

const root = join(import.meta.dirname, "..");
const rules: BoundaryRules = createRequire(import.meta.url)("../.dependency-cruiser.cjs");
const folders = ["src", "inngest", "appliance", "scripts", "prisma"];
const inlineImportType = /(?:typeof\s+import\(|(?<!await\s)\bimport\(\s*["'][^"']+["']\s*\)\.[A-Z])/;

/** `import("...").Type` is an edge that the parser does not see, so it is refused altogether. */
async function inlineImportTypes(baseDir: string, files: readonly string[]): Promise<Violation[]> {
  const sources = await Promise.all(
    files.map(async (file) => ({ file, source: await readFile(join(baseDir, file), "utf8") })),
  );
  return sources
    .filter(({ source }) => inlineImportType.test(source))
    .map(({ file }) => ({ rule: "no-inline-import-types", from: file, to: "use import type" }));
}

async function check(baseDir: string) {
  const { enhancedResolveOptions, ...options } = rules.options;
  const ruleSet = { forbidden: [...rules.forbidden] };
  const cruiseOptions: ICruiseOptions = { ...options, baseDir, validate: true, ruleSet, outputType: "json" };
  const { output } = await cruise(folders, cruiseOptions, enhancedResolveOptions);
  const { modules, summary }: ICruiseResult = JSON.parse(String(output));
  const files = modules
    .map(({ source }) => source)
    .filter((source) => /^(src|inngest|appliance|prisma)\/.*\.tsx?$/.test(source));
  const violations: Violation[] = [
    ...summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    ...(await inlineImportTypes(baseDir, files)),
  ];
  return { files, violations };
}

async function write(folder: string, file: string, source: string) {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, source);
}

/** Builds the canaries below the repository, so that packages resolve as they do for real code. */
async function plantCanaries(): Promise<string> {
  await mkdir(join(root, ".penstock"), { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(root, ".penstock", "boundary-canary-"));
  await write(folder, "package.json", await readFile(join(root, "package.json"), "utf8"));
  await Promise.all(folders.map((name) => mkdir(join(folder, name), { recursive: true })));
  await Promise.all(
    [...targets, ...canaries, ...innocents].map(({ file, source }) => write(folder, file, source)),
  );
  return folder;
}

/** Says which rules let their canary pass, which have none, and which bite the innocent. */
function judgeCanaries(violations: readonly Violation[]): string[] {
  const covered = new Set(canaries.map(({ rule }) => rule));
  const innocentFiles = new Set(innocents.map(({ file }) => file));
  const reported = new Set(violations.map(({ rule, from }) => `${rule} ${from}`));
  return [
    ...rules.forbidden
      .map(({ name }) => name ?? "without a name")
      .filter((name) => !covered.has(name))
      .map((name) => `rule ${name} has no canary in scripts/boundary-canaries.ts`),
    ...canaries
      .filter(({ rule, file }) => !reported.has(`${rule} ${file}`))
      .map(({ rule, file }) => `rule ${rule} did not report its canary ${file}`),
    ...violations
      .filter(({ from }) => innocentFiles.has(from))
      .map(({ rule, from, to }) => `rule ${rule} reported the innocent ${from} -> ${to}`),
  ];
}

async function checkCanaries(): Promise<string[]> {
  const folder = await plantCanaries();
  try {
    return judgeCanaries((await check(folder)).violations);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const { files, violations } = await check(root);
const faults = [
  ...violations.map(({ rule, from, to }) => `${rule}: ${from} -> ${to}`),
  ...(await checkCanaries()),
];
for (const fault of faults) console.error(`error ${fault}`);
console.log(
  `${files.length} files, ${rules.forbidden.length + 1} rules, ${canaries.length} canaries: ${faults.length} faults`,
);
process.exitCode = faults.length > 0 ? 1 : 0;
