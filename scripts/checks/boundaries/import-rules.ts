import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from "dependency-cruiser";
import type { Violation } from "./violation.ts";

interface ImportRules {
  readonly forbidden: readonly IForbiddenRuleType[];
  readonly options: ICruiseOptions & { readonly enhancedResolveOptions: object };
}

const rules: ImportRules = createRequire(import.meta.url)("../../../.dependency-cruiser.cjs");
const inlineImportType = /(?:typeof\s+import\(|(?<!await\s)\bimport\(\s*["'][^"']+["']\s*\)\.[A-Z])/;

/** Every folder with code of this repository. */
export const codeFolders = ["src", "inngest", "appliance", "scripts", "prisma", "e2e", "bench"];

export const importRuleNames: readonly string[] = [
  ...rules.forbidden.map(({ name }) => name ?? "without a name"),
  "no-inline-import-types",
];

/** Checks the imports below `baseDir`, and reports each one that a rule forbids. */
export async function checkImports(baseDir: string): Promise<Violation[]> {
  const { enhancedResolveOptions, ...options } = rules.options;
  const ruleSet = { forbidden: [...rules.forbidden] };
  const cruiseOptions: ICruiseOptions = { ...options, baseDir, validate: true, ruleSet, outputType: "json" };
  const { output } = await cruise(codeFolders, cruiseOptions, enhancedResolveOptions);
  const { modules, summary }: ICruiseResult = JSON.parse(String(output));
  const ours = modules
    .map(({ source }) => source)
    .filter(
      (source) => /\.tsx?$/.test(source) && codeFolders.some((folder) => source.startsWith(`${folder}/`)),
    );
  return [
    ...summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    ...(await inlineImportTypes(baseDir, ours)),
  ];
}

/** The parser misses types imported inline (`import("…")`), so they are forbidden. */
async function inlineImportTypes(baseDir: string, files: readonly string[]): Promise<Violation[]> {
  const sources = await Promise.all(
    files.map(async (file) => ({ file, source: await readFile(join(baseDir, file), "utf8") })),
  );
  return sources
    .filter(({ source }) => inlineImportType.test(source))
    .map(({ file }) => ({ rule: "no-inline-import-types", from: file, to: "use import type" }));
}
