import type { ErrorInfo } from "#core/errors.ts";
import { fileHashesIn } from "#core/http/file-ref.ts";
import {
  type PipelineId,
  type PipelineVersionId,
  type RunId,
  runIdSchema,
  type TriggerRowId,
} from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { priceNames } from "#core/pricing/find-price.ts";
import { modelsOf } from "#core/run/agent/chosen-model.ts";
import type { ForkChange } from "#core/run/fork/fork-changes.ts";
import type { RunState } from "#core/run/state.ts";
import { encodeRunState } from "#core/run/state-codec.ts";
import type { RunStatus, TriggerKind } from "#core/run/status.ts";
import type { TreePlace } from "#core/run/tree.ts";
import type { DirectTransaction } from "#server/db/driver/direct-transaction.ts";
import { copyRunFiles, nameFiles } from "#server/db/file/file-rows.ts";
import { boundRun } from "#server/db/money/bound-run.ts";
import { type GivenNodeRun, insertGivenNodeRuns } from "#server/db/run/insert-given-node-runs.ts";
import { copyNodeRuns } from "#server/db/run/progress/copy-node-runs.ts";
import { insertRun, type NewRun } from "#server/db/run/progress/insert-run.ts";
import type { LockedRun } from "#server/db/run/progress/lock-run.ts";
import { type AuditActor, recordAudit } from "#server/services/audit/record-audit.ts";
import type { RunTools, ServiceTools } from "#server/services/context.ts";
import { requireFiles } from "#server/services/files/require-files.ts";
import { applyHappening } from "#server/services/progress/step/apply-happening.ts";
import { createChangeset } from "#server/services/progress/step/changeset.ts";
import { commitProgress } from "#server/services/progress/step/commit-progress.ts";
import { startUnits } from "#server/services/progress/step/step-budget.ts";
import { freezeCalls } from "../calls/freeze-calls.ts";

/** Who starts a run, and where its effects go. Nobody: a trigger starts it. */
export interface RunStarter extends Pick<ServiceTools, "newId"> {
  readonly actor: AuditActor;
  readonly runs: Pick<RunTools, "engine" | "plans">;
}

export interface RunToBegin {
  /** The action in the audit. */
  readonly action: "run.start" | "run.fork" | "run.resume" | "run.undo";
  readonly pipelineId: PipelineId;
  readonly versionId: PipelineVersionId;
  readonly plan: Plan;
  /** The database's time, milliseconds since the epoch: the start of the run. */
  readonly nowMs: number;
  readonly state: RunState;
  readonly triggerKind: TriggerKind;
  /** The trigger that started it. Null: somebody did. */
  readonly trigger: { readonly id: TriggerRowId; readonly key: string } | null;
  readonly input: Json;
  readonly variables: JsonObject;
  readonly fork: {
    readonly runId: RunId;
    readonly fromNodes: readonly string[];
    readonly reused: readonly string[];
    /** Errors of reused nodes whose own `onError` had caught them. */
    readonly errors: ReadonlyMap<string, ErrorInfo>;
    /** Given outputs, by node id: these nodes count as completed. */
    readonly outputs?: JsonObject;
    /** How it differs from the run it was forked from. */
    readonly changes?: readonly ForkChange[];
  } | null;
  /** The result of `freezeCalls`. Absent: it is called. */
  readonly calls?: JsonObject | null;
  /** Its place in a tree of runs. Absent: it is a root. */
  readonly child?: TreePlace;
  /** Its latest deadline, whatever its own settings say; milliseconds since the epoch. */
  readonly latestEndMs?: number;
  /** Its maximum cost, micros of USD. Absent: like the run it was forked from, or no budget of its own. */
  readonly budgetMicros?: number | null;
}

/** The totals of a new run. */
const unspent = {
  lastEventSeq: 0,
  inputTokens: 0,
  outputTokens: 0,
  costMicros: 0,
  isSandbox: false,
  isStandingStill: false,
  child: null,
};

/**
 * Creates a run and takes its first step in the caller's transaction: pure nodes are decided at once, as far as the
 * budget of a step allows, the others are dispatched. A short run of pure nodes has ended when this returns. Everything
 * is written in one packet; with "commit" that ends the transaction.
 */
export async function beginRun(
  tx: DirectTransaction,
  context: RunStarter,
  then: "commit" | "go-on",
  begin: RunToBegin,
): Promise<{ readonly runId: RunId; readonly status: RunStatus }> {
  const { workspaceId, userId } = context.actor;
  const { plan, fork, pipelineId, versionId, input, variables, nowMs } = begin;
  const runId = runIdSchema.parse(context.newId());
  const fields = { workspaceId, runId, pipelineId, versionId, input, variables, startedByUserId: userId };
  const { child = null, latestEndMs = Number.POSITIVE_INFINITY } = begin;
  const times = { startedAtMs: nowMs, deadlineMs: Math.min(nowMs + plan.timeoutMs, latestEndMs) };
  const calls = await callsOf(tx, context, begin);
  // The workspace's prices are added as the row is inserted: no attempt begins in this step.
  const run = {
    ...unspent,
    child,
    ...fields,
    prices: null,
    ...encodeRunState(plan, begin.state),
    ...times,
    nowMs,
  };
  const files = await filesOf(tx, context, begin);
  const changeset = createChangeset(run, plan, fork?.errors, begin.state, startUnits);
  changeset.isStart = true;
  // Nodes that are taken over need the run's row, and the step needs them.
  if (fork !== null) {
    await insertRun(tx, toNewRun(context, begin, run, calls));
    await copyNodeRuns(tx, workspaceId, fork.runId, runId, fork.reused);
    await copyRunFiles(tx, workspaceId, fork.runId, runId);
    await insertGivenNodeRuns(tx, workspaceId, runId, fork.runId, givenNodes(plan, fork.outputs ?? {}));
  }
  await applyHappening(tx, changeset, { kind: "run.start" });
  const newRun = { ...toNewRun(context, begin, run, calls), status: changeset.state.status };
  // The row is written with its first step, unless another row refers to it earlier, or its end must be recorded: the
  // database does that for changed rows only.
  const comesFirst = files.length > 0 || begin.budgetMicros != null || changeset.end !== null;
  if (fork === null && !comesFirst) changeset.newRun = newRun;
  await Promise.all([
    fork === null && comesFirst && insertRun(tx, newRun),
    files.length > 0 && nameFiles(tx, workspaceId, runId, files),
    boundRun(tx, workspaceId, {
      id: context.newId(),
      runId,
      budgetMicros: begin.budgetMicros ?? null,
      forkedFrom: fork?.runId ?? null,
    }),
    // A child run is part of a run that was recorded itself.
    child === null && record(tx, context, begin, runId),
    commitProgress(tx, context.runs, changeset, then),
  ]);
  return { runId, status: changeset.state.status };
}

/**
 * The hashes of the files in its input. If a person starts it, they must exist; if a trigger does, the node that uses a
 * missing one fails.
 */
async function filesOf(
  tx: DirectTransaction,
  { actor: { workspaceId } }: RunStarter,
  { input, variables, fork, trigger, child }: RunToBegin,
): Promise<readonly string[]> {
  const hashes = fileHashesIn([input, variables, fork?.outputs ?? null]);
  if (hashes.length > 0 && trigger === null && child === undefined) {
    await requireFiles(tx, workspaceId, hashes);
  }
  return hashes;
}

/** The calls of a child run were frozen with the root. */
async function callsOf(
  tx: DirectTransaction,
  context: RunStarter,
  begin: RunToBegin,
): Promise<JsonObject | null> {
  if (begin.child !== undefined) return null;
  return begin.calls === undefined ? freezeCalls(tx, context, begin) : begin.calls;
}

function givenNodes(plan: Plan, outputs: JsonObject): readonly GivenNodeRun[] {
  return Object.entries(outputs).map(([nodeId, output]) => ({
    nodeId,
    nodeType: plan.nodeById.get(nodeId)?.type ?? "unknown",
    output: output ?? null,
  }));
}

function toNewRun(
  { actor }: RunStarter,
  { plan, triggerKind, trigger, fork }: RunToBegin,
  run: LockedRun,
  calls: JsonObject | null,
): NewRun {
  const models = plan.nodes.flatMap(({ agent }) => (agent === null ? [] : modelsOf(agent)));
  return {
    ...run,
    priceNames: models.flatMap(priceNames),
    triggerKind,
    triggerId: trigger?.id ?? null,
    startedByTokenId: actor.tokenId,
    forkedFromRunId: fork?.runId ?? null,
    forkedFromNodes: fork?.fromNodes ?? [],
    forkChanges: fork?.changes ?? [],
    calls,
  };
}

function record(
  tx: DirectTransaction,
  { actor }: RunStarter,
  { action, pipelineId, fork, trigger }: RunToBegin,
  runId: RunId,
): Promise<void> {
  return recordAudit(tx, actor, action, runId, {
    pipelineId,
    ...(fork === null ? {} : { fromRunId: fork.runId }),
    ...(fork?.changes === undefined || fork.changes.length === 0
      ? {}
      : { changes: fork.changes.map((change) => ({ ...change })) }),
    ...(trigger === null ? {} : { trigger: trigger.key }),
  });
}
