import type { ErrorInfo } from "#core/errors.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { noteInput, resolveInput } from "../attempt/node-input.ts";
import { applyHappening } from "../step/apply-happening.ts";
import type { NodeStep } from "../step/open-step.ts";
import { beginChild, findInside } from "./begin-child.ts";

/**
 * Starts the run that is the next attempt of a node, in the step that says so: both are there or neither is. Where it
 * cannot be started, the attempt has failed with the reason.
 */
export async function startChild(step: NodeStep, node: PlanNode): Promise<void> {
  const { tx, draft } = step;
  const attempt = (draft.state.attempts[node.id]?.number ?? 0) + 1;
  await applyHappening(tx, draft, { kind: "attempt.started", nodeId: node.id, attempt });
  const resolved = await resolveInput(tx, draft, node);
  if (!resolved.ok) return failAttempt(step, node, attempt, resolved.error);
  const { input } = resolved.scope;
  noteInput(draft, node, input);
  const found = await findInside(step, node, resolved.scope);
  if (!found.ok) return failAttempt(step, node, attempt, found.error);
  const childRunId = await beginChild(step, node, found.inside, { attempt, iteration: 0 }, input);
  const { slug: pipeline, number: version } = found.inside.frozen;
  const ref = { nodeId: node.id, iteration: 0, attempt };
  draft.events.push({ type: "child.started", ...ref, childRunId, pipeline, version });
}

/** An attempt that could not begin has failed for good. */
export async function failAttempt(
  { tx, draft }: NodeStep,
  { id: nodeId }: PlanNode,
  attempt: number,
  error: ErrorInfo,
): Promise<void> {
  const final = { ...error, retryable: false };
  const failed = { kind: "attempt.failed", nodeId, attempt, error: final } as const;
  await applyHappening(tx, draft, { ...failed, retryAfterMs: null, jitter: 0 });
}
