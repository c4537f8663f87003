import { AppError, type ErrorInfo } from "#core/errors.ts";
import { evaluateMapping } from "#core/expression/evaluate-mapping.ts";
import type { Scope } from "#core/expression/scope.ts";
import type { RunId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { Call, CalledPipeline } from "#core/nodes/behaviour.ts";
import { callOf } from "#core/nodes/type-of.ts";
import { bodyKey, callKey } from "#core/pipeline/calls/calls.ts";
import type { Plan, PlanNode } from "#core/pipeline/plan/plan.ts";
import { callUnknown, expressionFailure } from "#core/run/node-faults.ts";
import { initialRunState } from "#core/run/phase.ts";
import type { TreePlace } from "#core/run/tree.ts";
import { uuid7 } from "#server/crypto/uuid7.ts";
import { type FrozenCall, readFrozenCall } from "#server/db/run/children/find-child.ts";
import { beginRun } from "#server/services/runs/start/begin-run.ts";
import { prepareVariables } from "#server/services/runs/start/prepare-variables.ts";
import type { NodeStep } from "../step/open-step.ts";
import { type ComingChild, takeOverChild } from "./take-over-child.ts";

/** What a node's child runs execute, with their variables. */
export interface InnerGraph {
  readonly frozen: FrozenCall;
  readonly plan: Plan;
  readonly variables: JsonObject;
}

type Found =
  | { readonly ok: true; readonly inside: InnerGraph }
  | { readonly ok: false; readonly error: ErrorInfo };

/** What a node's child runs execute, as frozen with the root of the tree, or why there can be none. */
export async function findInside(step: NodeStep, node: PlanNode, scope: Scope): Promise<Found> {
  const call = callOf(node.definition);
  if (call === null) throw new Error(`Node "${node.id}" calls nothing`);
  return findCalled(step, node, call, scope, "config.variables");
}

/**
 * The same for the pipeline that a node, or one of its tools, names; `where` is the place of its variables, for errors.
 */
export async function findCalled(
  { tx, context, changeset }: NodeStep,
  node: PlanNode,
  call: Call,
  scope: Scope,
  where: string,
): Promise<Found> {
  const { run } = changeset;
  const key = call.kind === "pipeline" ? callKey(call) : bodyKey(run.versionId, node.id);
  const frozen = await readFrozenCall(tx, run.workspaceId, run.child?.rootRunId ?? run.runId, key);
  const plan = frozen === null ? null : await context.plans.ofVersion(tx, run.workspaceId, frozen.versionId);
  if (frozen === null || plan === null) return { ok: false, error: callUnknown(node, key) };
  // A body sees the variables of the run around it.
  const variables =
    call.kind === "body"
      ? ({ ok: true, values: run.variables } as const)
      : variablesOf(node, call, plan, scope, where);
  if (!variables.ok) return variables;
  return { ok: true, inside: { frozen, plan, variables: variables.values } };
}

/** Identifies a child run within its node. */
export interface ChildPlace {
  readonly attempt: number;
  /** See `ParentRef`. */
  readonly ordinal: number;
  /** Its time limit in milliseconds. Absent: the node's, or else that of the run around it. */
  readonly timeoutMs?: number | undefined;
  /** It may take over an earlier run's work in any attempt. Absent: only in the first. */
  readonly mayTakeOver?: true;
}

/**
 * Starts a child run in the caller's step. If the node's own run continues a failed one, the child takes over what the
 * corresponding child had done there.
 */
export async function beginChild(
  step: NodeStep,
  node: PlanNode,
  { frozen, plan, variables }: InnerGraph,
  { attempt, ordinal, timeoutMs = node.definition.timeoutMs, mayTakeOver }: ChildPlace,
  input: Json,
): Promise<RunId> {
  const { tx, context, changeset } = step;
  const { run } = changeset;
  const { pipelineId, versionId } = frozen;
  const coming: ComingChild = { pipelineId, versionId, plan, input, variables };
  const takesOver = frozen.isForked && (attempt === 1 || mayTakeOver === true);
  const taken = takesOver ? await takeOverChild(step, node, ordinal, coming) : null;
  const { workspaceId, startedByUserId: userId, nowMs, deadlineMs } = run;
  const allowedMs = timeoutMs ?? Number.POSITIVE_INFINITY;
  const actor = { workspaceId, userId, tokenId: frozen.startedByTokenId };
  const starter = { actor, newId: uuid7, runs: context };
  const { runId } = await beginRun(tx, starter, "go-on", {
    ...coming,
    action: "run.start",
    nowMs,
    state: taken?.state ?? initialRunState(plan),
    triggerKind: "call",
    trigger: null,
    fork: taken?.fork ?? null,
    child: placeOf(step, node, attempt, ordinal),
    latestEndMs: Math.min(deadlineMs, nowMs + allowedMs),
  });
  return runId;
}

function placeOf(
  { changeset: { run } }: NodeStep,
  { id: nodeId }: PlanNode,
  attempt: number,
  ordinal: number,
): TreePlace {
  const parent = { runId: run.runId, nodeId, ordinal, attempt };
  const { rootRunId = run.runId, depth = 0 } = run.child ?? {};
  return { parent, rootRunId, depth: depth + 1 };
}

type Variables =
  | { readonly ok: true; readonly values: JsonObject }
  | { readonly ok: false; readonly error: ErrorInfo };

function variablesOf(
  node: PlanNode,
  { variables }: CalledPipeline,
  plan: Plan,
  scope: Scope,
  where: string,
): Variables {
  const mapped = evaluateMapping({ ...variables }, scope);
  if (!mapped.ok) return { ok: false, error: expressionFailure(node, where, mapped.message) };
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
