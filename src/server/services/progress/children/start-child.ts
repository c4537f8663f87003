import { AppError, type ErrorInfo } from "#core/errors.ts";
import { evaluateMapping } from "#core/expression/evaluate-mapping.ts";
import type { Scope } from "#core/expression/scope.ts";
import type { JsonObject } from "#core/json/json.ts";
import type { CalledPipeline } from "#core/nodes/behaviour.ts";
import { callOf } from "#core/nodes/type-of.ts";
import { bodyKey, callKey } from "#core/pipeline/calls/calls.ts";
import type { Plan, PlanNode } from "#core/pipeline/plan/plan.ts";
import { callUnknown, expressionFailure } from "#core/run/node-faults.ts";
import { initialRunState } from "#core/run/phase.ts";
import type { TreePlace } from "#core/run/tree.ts";
import { uuid7 } from "#server/crypto/uuid7.ts";
import { type FrozenCall, readFrozenCall } from "#server/db/run/children/find-child.ts";
import { beginRun } from "#server/services/runs/begin-run.ts";
import { prepareVariables } from "#server/services/runs/prepare-variables.ts";
import { noteInput, resolveInput } from "../attempt/node-input.ts";
import { applyHappening } from "../step/apply-happening.ts";
import type { NodeStep } from "../step/open-step.ts";
import { type ComingChild, type TakenOver, takeOverChild } from "./take-over-child.ts";

/**
 * Starts the run that is the next attempt of a node, in the step that says so: both are there or neither is. Where it
 * cannot be started, the attempt has failed with the reason.
 */
export async function startChild(step: NodeStep, node: PlanNode): Promise<void> {
  const { tx, context, draft } = step;
  const { run } = draft;
  const attempt = (draft.state.attempts[node.id]?.number ?? 0) + 1;
  await applyHappening(tx, draft, { kind: "attempt.started", nodeId: node.id, attempt });
  const call = callOf(node.definition);
  if (call === null) throw new Error(`Node "${node.id}" calls nothing`);
  const resolved = await resolveInput(tx, draft, node);
  if (!resolved.ok) return fail(step, node, attempt, resolved.error);
  const { input } = resolved.scope;
  noteInput(draft, node, input);
  const key = call.kind === "pipeline" ? callKey(call) : bodyKey(run.versionId, node.id);
  const frozen = await readFrozenCall(tx, run.workspaceId, run.child?.rootRunId ?? run.runId, key);
  const plan = frozen === null ? null : await context.plans.ofVersion(tx, run.workspaceId, frozen.versionId);
  if (frozen === null || plan === null) return fail(step, node, attempt, callUnknown(node, key));
  // A body sees the variables of the run around it.
  const variables =
    call.kind === "body"
      ? ({ ok: true, values: run.variables } as const)
      : variablesOf(node, call, plan, resolved.scope);
  if (!variables.ok) return fail(step, node, attempt, variables.error);
  const { pipelineId, versionId } = frozen;
  const coming = { pipelineId, versionId, plan, input, variables: variables.values };
  const takesOver = frozen.isForked && attempt === 1;
  const taken = takesOver ? await takeOverChild(step, node, coming) : null;
  const place = placeOf(step, node, attempt);
  const { runId: childRunId } = await begin(step, node, frozen, { ...coming, place, taken });
  const { slug: pipeline, number: version } = frozen;
  const ref = { nodeId: node.id, iteration: 0, attempt };
  draft.events.push({ type: "child.started", ...ref, childRunId, pipeline, version });
}

interface NewChild extends ComingChild {
  readonly place: TreePlace;
  /** Null: it begins with nothing. */
  readonly taken: TakenOver | null;
}

function begin(
  { tx, context, draft: { run } }: NodeStep,
  { definition }: PlanNode,
  { startedByTokenId: tokenId }: FrozenCall,
  { pipelineId, versionId, plan, input, variables, place, taken }: NewChild,
) {
  const { workspaceId, startedByUserId: userId, nowMs, deadlineMs } = run;
  const allowedMs = definition.timeoutMs ?? Number.POSITIVE_INFINITY;
  const starter = { actor: { workspaceId, userId, tokenId }, newId: uuid7, runs: context };
  return beginRun(tx, starter, "go-on", {
    action: "run.start",
    pipelineId,
    versionId,
    plan,
    nowMs,
    state: taken?.state ?? initialRunState(plan),
    triggerKind: "call",
    trigger: null,
    input,
    variables,
    fork: taken?.fork ?? null,
    child: place,
    latestEndMs: Math.min(deadlineMs, nowMs + allowedMs),
  });
}

function placeOf({ draft: { run } }: NodeStep, { id: nodeId }: PlanNode, attempt: number): TreePlace {
  const parent = { runId: run.runId, nodeId, iteration: 0, attempt };
  const { rootRunId = run.runId, depth = 0 } = run.child ?? {};
  return { parent, rootRunId, depth: depth + 1 };
}

type Variables =
  | { readonly ok: true; readonly values: JsonObject }
  | { readonly ok: false; readonly error: ErrorInfo };

function variablesOf(node: PlanNode, { variables }: CalledPipeline, plan: Plan, scope: Scope): Variables {
  const mapped = evaluateMapping({ ...variables }, scope);
  if (!mapped.ok) return { ok: false, error: expressionFailure(node, "config.variables", mapped.message) };
  try {
    return { ok: true, values: prepareVariables(plan, mapped.value as JsonObject) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {
      ok: false,
      error: { code: error.code, message: error.message, retryable: false, nodeId: node.id },
    };
  }
}

async function fail(
  { tx, draft }: NodeStep,
  { id: nodeId }: PlanNode,
  attempt: number,
  error: ErrorInfo,
): Promise<void> {
  const final = { ...error, retryable: false };
  const failed = { kind: "attempt.failed", nodeId, attempt, error: final } as const;
  await applyHappening(tx, draft, { ...failed, retryAfterMs: null, jitter: 0 });
}
