import { relative } from "node:path";
import { z } from "zod";
import type { PhaseResult } from "./phase.ts";

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(""),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string(),
          duration: z.number().nullish(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/** Counts the tests of Vitest's JSON report. A file that could not be loaded counts as one failed test. */
export function readVitestReport(report: unknown, root: string): PhaseResult {
  const files = reportSchema.parse(report).testResults;
  const tests = files.flatMap((file) =>
    file.assertionResults.map((test) => ({ ...test, file: relative(root, file.name) })),
  );
  const broken = files.filter((file) => file.status === "failed" && !file.assertionResults.some(isFailed));
  const failures = [
    ...tests
      .filter(isFailed)
      .map((test) => `${test.file} > ${test.fullName}\n${(test.failureMessages ?? []).join("\n")}`),
    ...broken.map((file) => `${relative(root, file.name)}\n${file.message}`),
  ];
  return {
    passed: tests.filter((test) => test.status === "passed").length,
    failed: failures.length,
    skipped: tests.length - tests.filter((test) => test.status === "passed" || isFailed(test)).length,
    report: failures.join("\n\n"),
    timed: tests.map(({ file, fullName, duration }) => ({
      name: `${file} > ${fullName}`,
      seconds: (duration ?? 0) / 1000,
    })),
  };
}

const isFailed = (test: { readonly status: string }) => test.status === "failed";
