import { createHash } from "node:crypto";
import { AppError } from "#core/errors.ts";
import type { PipelineId, WorkspaceId } from "#core/ids.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { type AgentSnapshot, compilePlan } from "#core/pipeline/plan/plan.ts";
import { playCase } from "#core/run/test-set/play-case.ts";
import { type CaseOutcome, isHeldUp, type TestGate } from "#core/run/test-set/test-case.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { readTestCases, type StoredTestCase } from "#server/db/test-sets/test-case-store.ts";
import { listTestSets } from "#server/db/test-sets/test-set-store.ts";
import { fingerprint } from "#server/services/runs/recordings/fingerprint.ts";
import { readVerdicts, type VerdictsOfCase } from "./judge/read-verdicts.ts";

const mostNamed = 5;

/** The cases that a pipeline must pass before it is published: those of all sets with a gate. */
export interface Gates {
  /** By set id. */
  readonly gates: ReadonlyMap<string, TestGate>;
  readonly cases: readonly StoredTestCase[];
  /** The verdicts on each case. */
  readonly verdictsOf: (caseId: StoredTestCase["id"]) => VerdictsOfCase;
  /** A hash of all of these. */
  readonly mark: string;
}

/** Null where no set has a gate. */
export async function readGates(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
): Promise<Gates | null> {
  const sets = (await listTestSets(tx, workspaceId, pipelineId)).filter(({ gate }) => gate !== "off");
  if (sets.length === 0) return null;
  const gates = sets.map(({ id, gate }): [string, TestGate] => [id, gate]);
  const setIds = sets.map(({ id }) => id);
  const cases = await readTestCases(tx, workspaceId, setIds);
  const ids = cases.map(({ id }) => id);
  const verdictsOf = await readVerdicts(tx, workspaceId, ids);
  const verdicts = ids.map((id) => [...verdictsOf(id).kept]);
  const mark = createHash("sha256")
    .update(JSON.stringify([gates, cases, verdicts]))
    .digest("hex");
  return { gates: new Map(gates), cases, verdictsOf, mark };
}

/**
 * Plays all cases, which takes as long as their pipeline does: do not call it in a transaction.
 * @throws AppError TESTS_FAILED naming each case that blocks publishing, and why.
 */
export function requirePassed(
  { gates, cases, verdictsOf }: Gates,
  frozen: { readonly definition: PipelineDefinition; readonly agents: readonly AgentSnapshot[] },
): void {
  const plan = compilePlan(frozen.definition, frozen.agents);
  const held = cases.flatMap((testCase) => {
    const { outcome, reasons } = playCase(plan, testCase, fingerprint, verdictsOf(testCase.id).kept);
    if (!isHeldUp(gates.get(testCase.setId) ?? "off", outcome)) return [];
    return [{ id: testCase.id, name: testCase.name, outcome, reasons }];
  });
  if (held.length === 0) return;
  const named = held.slice(0, mostNamed).map(({ name, outcome }) => `"${name}" ${words[outcome]}`);
  const more = held.length > mostNamed ? [`${held.length - mostNamed} more`] : [];
  throw new AppError(
    "TESTS_FAILED",
    `The draft was not published, because its test sets say no: ${[...named, ...more].join(", ")}. Fix the pipeline or the cases.`,
    {
      problems: held.map(({ id, name, outcome, reasons }) => ({
        code: codes[outcome],
        severity: "error",
        message: `${name}: ${reasons.join(" ")}`,
        path: ["testCases", id],
      })),
    },
  );
}

const words: Record<CaseOutcome, string> = {
  passed: "passes",
  failed: "fails",
  stale: "is out of date",
  unjudged: "is not judged",
};

const codes: Record<CaseOutcome, string> = {
  passed: "TEST_PASSED",
  failed: "TEST_FAILED",
  stale: "TEST_STALE",
  unjudged: "TEST_UNJUDGED",
};
