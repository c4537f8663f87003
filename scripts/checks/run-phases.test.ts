import { describe, expect, it } from "vitest";
import { checkResult, type Phase } from "./phase.ts";
import { readPlaywrightReport } from "./playwright-report.ts";
import { choosePhases, runPhases } from "./run-phases.ts";
import { createRunningTests } from "./running-tests.ts";
import { readVitestReport } from "./vitest-report.ts";

const phase = (name: string, run: Phase["run"]): Phase => ({ name, title: name, run });

describe("npm test", () => {
  it("runs every phase whatever fails, adds up, and shows what failed", async () => {
    const lines: string[] = [];
    const { signal } = new AbortController();
    const totals = await runPhases(
      [
        phase("types", async () => checkResult(false, "a.ts(1,1): error")),
        phase("unit", async () => ({
          passed: 7,
          failed: 0,
          skipped: 2,
          report: "",
          timed: Array.from({ length: 12 }, (_, index) => ({ name: `test ${index}`, seconds: index })),
        })),
        phase("e2e", async () => {
          throw new Error("there is no browser");
        }),
      ],
      { print: (line) => lines.push(line), signal },
    );
    expect(totals).toEqual({ passed: 7, failed: 2, skipped: 2 });
    expect(lines.join("\n")).toContain("    a.ts(1,1): error");
    expect(lines.join("\n")).toContain("    there is no browser");
    expect(lines.filter((line) => /\d s {2}test/.test(line)).map((line) => line.trim())).toEqual(
      [11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((index) => `${index}.0 s  test ${index}`),
    );
  });

  it("begins no further phase once it has been told to stop", async () => {
    const stopping = new AbortController();
    const begun: string[] = [];
    const stopped = runPhases(
      [
        phase("unit", async () => {
          begun.push("unit");
          stopping.abort();
          return checkResult(true, "");
        }),
        phase("db", async () => {
          begun.push("db");
          return checkResult(true, "");
        }),
      ],
      { print: () => undefined, signal: stopping.signal },
    );
    await expect(stopped).rejects.toThrow("aborted");
    expect(begun).toEqual(["unit"]);
  });

  it("says which test has been running the longest", () => {
    const running = createRunningTests();
    expect(running.describe()).toBe("");
    for (const name of ["a.spec.ts:1", "b.spec.ts:2", "c.spec.ts:3"])
      running.take({ testNotice: "begins", name });
    running.take({ testNotice: "ends", name: "a.spec.ts:1" });
    running.take({ somethingElse: true });
    expect(running.describe()).toBe("b.spec.ts:2 and 1 more");
    running.take({ testNotice: "ends", name: "c.spec.ts:3" });
    expect(running.describe()).toBe("b.spec.ts:2");
  });

  it("takes the phases a person names, in their own order, and refuses a name it does not know", () => {
    const all = ["types", "unit", "db"].map((name) => phase(name, async () => checkResult(true, "")));
    expect(choosePhases(all, []).map(({ name }) => name)).toEqual(["types", "unit", "db"]);
    expect(choosePhases(all, ["db", "types"]).map(({ name }) => name)).toEqual(["types", "db"]);
    expect(() => choosePhases(all, ["units"])).toThrow("There is no part units. There are: types unit db.");
  });

  it("counts Vitest's tests, and a file that could not be loaded as a failed one", () => {
    const result = readVitestReport(
      {
        testResults: [
          {
            name: "/repo/src/a.test.ts",
            status: "failed",
            assertionResults: [
              { status: "passed", fullName: "a works" },
              { status: "failed", fullName: "a holds", failureMessages: ["expected 1 to be 2"] },
              { status: "pending", fullName: "a waits" },
            ],
          },
          {
            name: "/repo/src/b.test.ts",
            status: "failed",
            message: "cannot find c.ts",
            assertionResults: [],
          },
        ],
      },
      "/repo",
    );
    expect(result).toMatchObject({ passed: 1, failed: 2, skipped: 1 });
    expect(result.report).toBe(
      "src/a.test.ts > a holds\nexpected 1 to be 2\n\nsrc/b.test.ts\ncannot find c.ts",
    );
  });

  it("counts Playwright's tests at any depth, and one that passed only when repeated as failed", () => {
    const test = (status: string, message?: string) => ({
      status,
      results: [{ errors: message === undefined ? [] : [{ message }] }],
    });
    const spec = (title: string, one: object) => ({ title, file: "run.spec.ts", line: 3, tests: [one] });
    const result = readPlaywrightReport({
      suites: [
        {
          specs: [spec("opens", test("expected")), spec("later", test("skipped"))],
          suites: [
            { specs: [spec("streams", test("unexpected", "not seen")), spec("stops", test("flaky"))] },
          ],
        },
      ],
    });
    expect(result).toMatchObject({ passed: 1, failed: 2, skipped: 1 });
    expect(result.report).toBe(
      "run.spec.ts:3 > streams\nnot seen\n\nrun.spec.ts:3 > stops (passed only when repeated)",
    );
  });
});
