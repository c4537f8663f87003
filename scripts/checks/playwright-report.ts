import { stripVTControlCharacters } from "node:util";
import { z } from "zod";
import type { PhaseResult } from "./phase.ts";

const specSchema = z.object({
  title: z.string(),
  file: z.string(),
  line: z.number(),
  tests: z.array(
    z.object({
      status: z.enum(["expected", "unexpected", "flaky", "skipped"]),
      results: z.array(
        z.object({
          duration: z.number().default(0),
          errors: z.array(z.object({ message: z.string().default("") })).default([]),
        }),
      ),
    }),
  ),
});
type Spec = z.infer<typeof specSchema>;

interface Suite {
  readonly specs: readonly Spec[];
  readonly suites: readonly Suite[];
}
const suiteSchema: z.ZodType<Suite> = z.object({
  specs: z.array(specSchema).default([]),
  get suites() {
    return z.array(suiteSchema).default([]);
  },
});
const reportSchema = z.object({
  suites: z.array(suiteSchema),
  errors: z.array(z.object({ message: z.string().default("") })).default([]),
});

/**
 * Counts the tests of Playwright's JSON report. A test that passed only on retry counts as failed, since it hides a
 * race.
 */
export function readPlaywrightReport(report: unknown): PhaseResult {
  const { suites, errors } = reportSchema.parse(report);
  const tests = suites.flatMap(specsOf).flatMap((spec) => spec.tests.map((test) => ({ spec, test })));
  const count = (status: string) => tests.filter(({ test }) => test.status === status).length;
  const failures = [
    ...tests.filter(({ test }) => test.status === "unexpected" || test.status === "flaky").map(describe),
    ...errors.map(({ message }) => message),
  ];
  return {
    passed: count("expected"),
    failed: failures.length,
    skipped: count("skipped"),
    report: stripVTControlCharacters(failures.join("\n\n")),
    timed: tests.map(({ spec, test }) => ({
      name: placeOf(spec),
      seconds: test.results.reduce((sum, { duration }) => sum + duration, 0) / 1000,
    })),
  };
}

const specsOf = (suite: Suite): readonly Spec[] => [...suite.specs, ...suite.suites.flatMap(specsOf)];

function describe({ spec, test }: { spec: Spec; test: Spec["tests"][number] }): string {
  const messages = test.results.flatMap((result) => result.errors.map(({ message }) => message));
  const flaky = test.status === "flaky" ? " (passed only when repeated)" : "";
  return [`${placeOf(spec)}${flaky}`, ...messages].join("\n");
}

const placeOf = ({ file, line, title }: Spec) => `${file}:${line} > ${title}`;
