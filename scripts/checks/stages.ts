import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";
import { ensureBuild } from "#appliance/supervisor/build.ts";
import { ensureBrowser } from "./browser.ts";
import { checkResult, type PhaseContext, type PhaseResult, type Stage } from "./phase.ts";
import { readPlaywrightReport } from "./playwright-report.ts";
import { type ProgramResult, runProgram } from "./run-program.ts";
import { readVitestReport } from "./vitest-report.ts";

const packageFile = (path: string) => join(repositoryRoot, "node_modules", path);

/**
 * All of `npm test`, in order: what fails fast comes first. Phases of one stage run in parallel, since each often
 * waits. The journeys take longest and run beside the database tests. They and their build have priority, because they
 * check that pages respond in time.
 */
export const stages: readonly Stage[] = [
  [
    { name: "types", title: "Types", run: checkTypes },
    {
      name: "lint",
      title: "Lint and format",
      run: (context) => check([packageFile("@biomejs/biome/bin/biome"), "check", "."], context),
    },
    {
      name: "boundaries",
      title: "Boundaries and sizes",
      run: (context) => check(["scripts/check-boundaries.ts"], context),
    },
    {
      name: "unused",
      title: "Unused files, exports and packages",
      run: (context) => check([packageFile("knip/bin/knip.js")], context),
    },
  ],
  [
    { name: "unit", title: "Unit tests", run: (context) => runVitest("unit", context) },
    { name: "db", title: "Database tests", run: (context) => runVitest("db", context) },
    {
      name: "client",
      title: "Package of the typed client",
      run: (context) => check(["scripts/check-client-package.ts"], context, { yields: true }),
    },
    { name: "build", title: "Build", run: checkBuild },
    { name: "e2e", title: "End to end, in a browser", after: "build", run: runPlaywright },
  ],
];

async function check(
  command: readonly string[],
  context: PhaseContext,
  options: { readonly yields?: boolean } = {},
): Promise<PhaseResult> {
  const { code, printed } = await runProgram(command, context, options);
  return checkResult(code === 0, printed);
}

/** Several checkers would each compute what all need: a quarter more work, on processors that others need. */
const alone = ["--checkers", "1"];

/** Next generates the types of its routes first: a fresh clone has none. */
async function checkTypes(context: PhaseContext): Promise<PhaseResult> {
  const routes = await runProgram([packageFile("next/dist/bin/next"), "typegen"], context);
  if (routes.code !== 0) return checkResult(false, routes.printed);
  return check([packageFile("typescript/bin/tsc"), "--noEmit", "-p", ".", ...alone], context);
}

async function checkBuild({ signal }: PhaseContext): Promise<PhaseResult> {
  await ensureBuild({ signal, onProcess: () => undefined });
  return checkResult(true, "");
}

function runVitest(project: string, context: PhaseContext): Promise<PhaseResult> {
  return withReport(
    (file) =>
      runProgram(
        [
          packageFile("vitest/vitest.mjs"),
          "run",
          "--project",
          project,
          "--reporter=json",
          "--reporter=scripts/checks/reporters/vitest-progress.ts",
          `--outputFile.json=${file}`,
        ],
        context,
        { yields: true },
      ),
    (report) => readVitestReport(report, repositoryRoot),
  );
}

async function runPlaywright(context: PhaseContext): Promise<PhaseResult> {
  const browser = await ensureBrowser();
  return withReport(
    (file) =>
      runProgram(
        [
          packageFile("@playwright/test/cli.js"),
          "test",
          "--reporter=json,./scripts/checks/reporters/playwright-progress.ts",
        ],
        context,
        { environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: file, PENSTOCK_TEST_BROWSER: browser } },
      ),
    readPlaywrightReport,
  );
}

/** A runner that fails without a failed test, or leaves no report, counts as a failure of its own. */
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
