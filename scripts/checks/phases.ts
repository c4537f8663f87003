import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "../bootstrap/paths.mjs";
import { ensureBuild } from "../supervisor/build.ts";
import { ensureBrowser } from "./browser.ts";
import { checkResult, type Phase, type PhaseResult } from "./phase.ts";
import { readPlaywrightReport } from "./playwright-report.ts";
import { type ProgramResult, runProgram } from "./run-program.ts";
import { readVitestReport } from "./vitest-report.ts";

const packageFile = (path: string) => join(repositoryRoot, "node_modules", path);

/** All of `npm test`, in the order in which it is run: what fails fast comes first. */
export const phases: readonly Phase[] = [
  { name: "types", title: "Types", run: checkTypes },
  {
    name: "lint",
    title: "Lint and format",
    run: () => check([packageFile("@biomejs/biome/bin/biome"), "check", "."]),
  },
  { name: "boundaries", title: "Import boundaries", run: () => check(["scripts/check-boundaries.ts"]) },
  { name: "unit", title: "Unit tests", run: () => runVitest("unit") },
  { name: "db", title: "Database tests", run: () => runVitest("db") },
  { name: "build", title: "Build", run: checkBuild },
  { name: "e2e", title: "End to end, in a browser", run: runPlaywright },
];

async function check(command: readonly string[]): Promise<PhaseResult> {
  const { code, printed } = await runProgram(command);
  return checkResult(code === 0, printed);
}

/** Next writes the types of its routes first: a fresh clone has none. */
async function checkTypes(): Promise<PhaseResult> {
  const routes = await runProgram([packageFile("next/dist/bin/next"), "typegen"]);
  if (routes.code !== 0) return checkResult(false, routes.printed);
  return check([packageFile("typescript/bin/tsc"), "--noEmit", "-p", "."]);
}

async function checkBuild(): Promise<PhaseResult> {
  await ensureBuild({ signal: new AbortController().signal, onProcess: () => undefined });
  return checkResult(true, "");
}

function runVitest(project: string): Promise<PhaseResult> {
  return withReport(
    (file) =>
      runProgram([
        packageFile("vitest/vitest.mjs"),
        "run",
        "--project",
        project,
        "--reporter=json",
        `--outputFile=${file}`,
      ]),
    (report) => readVitestReport(report, repositoryRoot),
  );
}

function runPlaywright(): Promise<PhaseResult> {
  const browser = ensureBrowser();
  return withReport(
    (file) =>
      runProgram([packageFile("@playwright/test/cli.js"), "test", "--reporter=json"], {
        PLAYWRIGHT_JSON_OUTPUT_FILE: file,
        PENSTOCK_TEST_BROWSER: browser,
      }),
    readPlaywrightReport,
  );
}

/** A runner that fails without a failed test, or leaves no report, is a failure of its own. */
async function withReport(
  run: (file: string) => Promise<ProgramResult>,
  read: (report: unknown) => PhaseResult,
): Promise<PhaseResult> {
  const folder = mkdtempSync(join(tmpdir(), "penstock-test-"));
  try {
    const file = join(folder, "report.json");
    const { code, printed } = await run(file);
    const result = readReport(file, read);
    if (result === null) return checkResult(false, printed);
    if (code === 0 || result.failed > 0) return result;
    return { ...result, failed: 1, report: printed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(file: string, read: (report: unknown) => PhaseResult): PhaseResult | null {
  try {
    return read(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}
