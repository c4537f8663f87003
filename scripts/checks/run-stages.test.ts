import { describe, expect, it } from "vitest";
import { checkResult, type Phase } from "./phase.ts";
import { readPlaywrightReport } from "./playwright-report.ts";
import { chooseStages, runStages } from "./run-stages.ts";
import { createRunningTests } from "./running-tests.ts";
import { readVitestReport } from "./vitest-report.ts";

const phase = (name: string, run: Phase["run"]): Phase => ({ name, title: name, run });

describe("npm test", () => {
  it("runs every stage despite failures, adds up, and shows what failed", async () => {
    const lines: string[] = [];
    const { signal } = new AbortController();
    const timed = Array.from({ length: 12 }, (_, index) => ({ name: `test ${index}`, seconds: index }));
    const totals = await runStages(
      [
        [
          phase("types", async () => checkResult(false, "a.ts(1,1): error")),
          phase("lint", async () => checkResult(true, "")),
        ],
        [phase("unit", async () => ({ passed: 7, failed: 0, skipped: 2, report: "", timed }))],
        [
          phase("e2e", async () => {
            throw new Error("there is no browser");
          }),
        ],
      ],
      { print: (line) => lines.push(line), signal },
    );
    expect(totals).toEqual({ passed: 8, failed: 2, skipped: 2 });
    expect(lines.join("\n")).toContain("    a.ts(1,1): error");
    expect(lines.join("\n")).toContain("    there is no browser");
    expect(lines.filter((line) => /\d s {2}test/.test(line)).map((line) => line.trim())).toEqual(
      [11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((index) => `${index}.0 s  test ${index}`),
    );
  });

  it("runs the phases of one stage in parallel, and then the next stage", async () => {
    const order: string[] = [];
    const meeting = Promise.withResolvers<void>();
    const met = (name: string, wait: Promise<void> | undefined) => async () => {
      order.push(`${name} begins`);
      if (wait === undefined) meeting.resolve();
      else await wait;
      order.push(`${name} ends`);
      return checkResult(true, "");
    };
    await runStages(
      [
        [phase("db", met("db", meeting.promise)), phase("build", met("build", undefined))],
        [phase("e2e", met("e2e", undefined))],
      ],
      { print: () => undefined, signal: new AbortController().signal },
    );
    expect(order.slice(0, 2)).toEqual(["db begins", "build begins"]);
    expect(order.slice(-2)).toEqual(["e2e begins", "e2e ends"]);
  });

  it("starts a phase after the one that it needs, even if that fails, and in parallel to the others", async () => {
    const order: string[] = [];
    const meeting = Promise.withResolvers<void>();
    const lines: string[] = [];
    const totals = await runStages(
      [
        [
          phase("db", async () => {
            await meeting.promise;
            order.push("db ends");
            return checkResult(true, "");
          }),
          {
            ...phase("e2e", async () => {
              order.push("e2e begins");
              meeting.resolve();
              return checkResult(true, "");
            }),
            after: "build",
          },
          phase("build", async () => {
            await Promise.resolve();
            order.push("build fails");
            throw new Error("It does not build.");
          }),
        ],
      ],
      { print: (line) => lines.push(line), signal: new AbortController().signal },
    );
    expect(order).toEqual(["build fails", "e2e begins", "db ends"]);
    expect(totals).toEqual({ passed: 2, failed: 1, skipped: 0 });
  });

  it("starts no further stage after it was told to stop", async () => {
    const stopping = new AbortController();
    const begun: string[] = [];
    const stopped = runStages(
      [
        [
          phase("unit", async () => {
            begun.push("unit");
            stopping.abort();
            return checkResult(true, "");
          }),
        ],
        [
          phase("db", async () => {
            begun.push("db");
            return checkResult(true, "");
          }),
        ],
      ],
      { print: () => undefined, signal: stopping.signal },
    );
    await expect(stopped).rejects.toThrow("aborted");
    expect(begun).toEqual(["unit"]);
  });

  it("says which test has been running longest", () => {
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

  it("runs the named phases in their usual order, and refuses unknown names", () => {
    const one = (name: string) => phase(name, async () => checkResult(true, ""));
    const all = [[one("types"), one("lint")], [one("unit")], [one("db")]];
    const named = (...names: string[]) =>
      chooseStages(all, names).map((stage) => stage.map(({ name }) => name));
    expect(named()).toEqual([["types", "lint"], ["unit"], ["db"]]);
    expect(named("db", "types")).toEqual([["types"], ["db"]]);
    expect(() => named("units")).toThrow("There is no part units. There are: types lint unit db.");
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

  it("counts Playwright's tests at any depth, and a test that passed only on retry as failed", () => {
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
