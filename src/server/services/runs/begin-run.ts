import type { ErrorInfo } from "#core/errors.ts";
import {
  type PipelineId,
  type PipelineVersionId,
  type RunId,
  runIdSchema,
  type TriggerRowId,
} from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import type { RunState } from "#core/run/state.ts";
import { encodeRunState } from "#core/run/state-codec.ts";
import type { RunStatus, TriggerKind } from "#core/run/status.ts";
import type { DirectTransaction } from "#server/db/driver/direct-transaction.ts";
import { copyNodeRuns } from "#server/db/run/progress/copy-node-runs.ts";
import { insertRun } from "#server/db/run/progress/insert-run.ts";
import { type AuditActor, recordAudit } from "#server/services/audit/record-audit.ts";
import type { RunTools, ServiceTools } from "#server/services/context.ts";
import { applyHappening } from "#server/services/progress/step/apply-happening.ts";
import { commitProgress } from "#server/services/progress/step/commit-progress.ts";
import { createDraft } from "#server/services/progress/step/progress-step.ts";
import { startUnits } from "#server/services/progress/step/step-budget.ts";

/** In whose name a run begins, and where its effects go. Nobody's name: a trigger starts it. */
export interface RunStarter extends Pick<ServiceTools, "newId"> {
  readonly actor: AuditActor;
  readonly runs: Pick<RunTools, "engine" | "plans">;
}

export interface RunToBegin {
  /** What the audit calls it. */
  readonly action: "run.start" | "run.fork" | "run.resume";
  readonly pipelineId: PipelineId;
  readonly versionId: PipelineVersionId;
  readonly plan: Plan;
  readonly state: RunState;
  readonly triggerKind: TriggerKind;
  /** What started it by itself; null: somebody did. */
  readonly trigger: { readonly id: TriggerRowId; readonly key: string } | null;
  readonly input: Json;
  readonly variables: JsonObject;
  readonly fork: {
    readonly runId: RunId;
    readonly fromNodes: readonly string[];
    readonly reused: readonly string[];
    /** Errors of reused nodes whose own `onError` had caught them. */
    readonly errors: ReadonlyMap<string, ErrorInfo>;
  } | null;
}

/** What a run that has only just been created has of all that is counted. */
const unspent = { lastEventSeq: 0, inputTokens: 0, outputTokens: 0, costMicros: 0, isSandbox: false };

/**
 * Creates a run and takes its first step in the caller's transaction: pure nodes are decided at once, as far as the
 * budget of a step goes, the others are handed to the engine. A short run of pure nodes only has ended when this
 * returns.
 */
export async function beginRun(
  tx: DirectTransaction,
  context: RunStarter,
  begin: RunToBegin,
): Promise<{ readonly runId: RunId; readonly status: RunStatus }> {
  const { workspaceId, userId, tokenId } = context.actor;
  const { plan, fork, trigger, pipelineId, versionId, input, variables } = begin;
  const runId = runIdSchema.parse(context.newId());
  const fields = { workspaceId, runId, pipelineId, versionId, input, variables, startedByUserId: userId };
  const stored = encodeRunState(plan, begin.state);
  // Asked for in the same tick, so that it travels in the same packet.
  const recorded = recordAudit(tx, context.actor, begin.action, runId, {
    pipelineId,
    ...(fork === null ? {} : { fromRunId: fork.runId }),
    ...(trigger === null ? {} : { trigger: trigger.key }),
  });
  const inserted = insertRun(tx, {
    ...fields,
    triggerKind: begin.triggerKind,
    triggerId: trigger?.id ?? null,
    frontier: stored.frontier,
    branches: stored.branches,
    startedByTokenId: tokenId,
    forkedFromRunId: fork?.runId ?? null,
    forkedFromNodes: fork?.fromNodes ?? [],
    timeoutMs: plan.timeoutMs,
  });
  const [times] = await Promise.all([inserted, recorded]);
  if (fork !== null) await copyNodeRuns(tx, workspaceId, fork.runId, runId, fork.reused);
  const run = { ...unspent, ...fields, ...stored, ...times, startedAtMs: times.nowMs };
  const draft = createDraft(run, plan, fork?.errors, begin.state, startUnits);
  draft.isStart = true;
  await applyHappening(tx, draft, { kind: "run.start" });
  await commitProgress(tx, context.runs, draft, "go-on");
  return { runId, status: draft.state.status };
}
