import { AppError } from "#core/errors.ts";
import type { PipelineId, WorkspaceId } from "#core/ids.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { type AgentSnapshot, compilePlan } from "#core/pipeline/plan/plan.ts";
import { playCase } from "#core/run/test-set/play-case.ts";
import { isHeldUp, type TestGate } from "#core/run/test-set/test-case.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { readTestCases } from "#server/db/test-sets/test-case-store.ts";
import { listTestSets } from "#server/db/test-sets/test-set-store.ts";
import { fingerprint } from "#server/services/runs/recordings/fingerprint.ts";

const mostNamed = 5;

/**
 * Plays the cases of all sets that may keep a pipeline from being published.
 * @throws AppError TESTS_FAILED naming each case that does, and why.
 */
export async function requirePassed(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
  frozen: { readonly definition: PipelineDefinition; readonly agents: readonly AgentSnapshot[] },
): Promise<void> {
  const sets = (await listTestSets(tx, workspaceId, pipelineId)).filter(({ gate }) => gate !== "off");
  if (sets.length === 0) return;
  const gates = new Map<string, TestGate>(sets.map(({ id, gate }) => [id, gate]));
  const cases = await readTestCases(
    tx,
    workspaceId,
    sets.map(({ id }) => id),
  );
  const plan = compilePlan(frozen.definition, frozen.agents);
  const held = cases.flatMap((testCase) => {
    const { outcome, reasons } = playCase(plan, testCase, fingerprint);
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
        code: outcome === "stale" ? "TEST_STALE" : "TEST_FAILED",
        severity: "error",
        message: `${name}: ${reasons.join(" ")}`,
        path: ["testCases", id],
      })),
    },
  );
}

const words = { passed: "passes", failed: "fails", stale: "is out of date" } as const;
