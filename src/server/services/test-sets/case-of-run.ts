import { AppError } from "#core/errors.ts";
import type { PipelineId, RunId } from "#core/ids.ts";
import type { Cassette } from "#core/run/cassette/cassette.ts";
import type { Assertion } from "#core/run/test-set/assertion.ts";
import type { CaseAnswers } from "#core/run/test-set/test-case.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import { findRun } from "#server/db/run/reading/run-reader.ts";
import type { TestCaseFields } from "#server/db/test-sets/test-case-store.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { noSuchRun } from "#server/services/no-such.ts";
import { readCassetteOf } from "#server/services/runs/recordings/read-cassette-of.ts";

/** Longer outputs get no equality assertion: nobody would see what changed. */
const mostEqual = 20_000;

/** What a case takes from a run, with a first assertion: that the run ends as it did. */
export interface CaseOfRun {
  readonly pipelineId: PipelineId;
  readonly pipelineName: string;
  readonly fields: Omit<TestCaseFields, "name" | "assertions">;
  readonly assertions: readonly Assertion[];
}

/**
 * Makes a case from an ended run: its input, its variables and the answers that its nodes got.
 * @throws AppError NOT_FOUND, CONFLICT for a run that is in progress, was stopped, cannot be played or is a judge's,
 * BODY_DELETED, PAYLOAD_TOO_LARGE.
 */
export async function caseOfRun(
  tx: TenantTransaction,
  { actor }: Pick<ServiceContext, "actor">,
  runId: RunId,
): Promise<CaseOfRun> {
  const run = await findRun(tx, actor.workspaceId, runId);
  if (run === null) throw noSuchRun(runId);
  if (run.triggerKind === "judge") {
    throw new AppError(
      "CONFLICT",
      "The run judged a test case: it says nothing about what its pipeline does.",
    );
  }
  const cassette = await readCassetteOf(tx, actor.workspaceId, runId);
  const { startedAtMs, finishedAtMs } = run;
  const { input, variables } = cassette.run;
  return {
    pipelineId: run.pipelineId,
    pipelineName: run.pipelineName,
    fields: {
      input,
      variables,
      startedAtMs: cassette.run.startedAtMs,
      answers: answersIn(cassette),
      sourceRunId: run.id,
      costMicros: run.costMicros,
      tookMs: startedAtMs === null || finishedAtMs === null ? null : Math.round(finishedAtMs - startedAtMs),
    },
    assertions: endedAsIn(cassette),
  };
}

function answersIn({ nodes }: Cassette): CaseAnswers {
  return Object.fromEntries(
    Object.entries(nodes).flatMap(([nodeId, { request, attempts, wait }]) =>
      request === null && wait === undefined
        ? []
        : [[nodeId, { request, attempts, ...(wait === undefined ? {} : { wait }) }]],
    ),
  );
}

function endedAsIn({ run: { status, output } }: Cassette): readonly Assertion[] {
  const ended: Assertion = { kind: "status", status };
  if (status !== "completed" || JSON.stringify(output).length > mostEqual) return [ended];
  return [ended, { kind: "equals", of: "output", value: output }];
}
