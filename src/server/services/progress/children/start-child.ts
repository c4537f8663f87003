import type { ErrorInfo } from "#core/errors.ts";
import type { Json } from "#core/json/json.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { passOf } from "#core/run/passes/passes.ts";
import { findPassInput } from "#server/db/run/children/find-pass-input.ts";
import { noteInput, resolveAttemptInput } from "../attempt/node-input.ts";
import { applyHappening } from "../step/apply-happening.ts";
import type { NodeStep } from "../step/open-step.ts";
import { beginChild, findInside, type InnerGraph } from "./begin-child.ts";
import { takePassesOver } from "./take-passes-over.ts";

/**
 * Starts a child run as the node's next attempt, in the same step: both exist or neither. If it cannot be started, the
 * attempt has failed with the reason. A failed pass is retried, and none before it; the same goes for one that failed
 * in the run that this one continues.
 */
export async function startChild(step: NodeStep, node: PlanNode): Promise<void> {
  const { tx, changeset } = step;
  const attempt = (changeset.state.attempts[node.id]?.number ?? 0) + 1;
  await applyHappening(tx, changeset, { kind: "attempt.started", nodeId: node.id, attempt });
  const prepared = await prepare(step, node, attempt);
  if (prepared === null) return;
  const { inside, input } = prepared;
  noteInput(changeset, node, input);
  const taken = attempt === 1 ? await takePassesOver(step, node, inside, input) : null;
  const pass = passOf(changeset.state.attempts[node.id]);
  const begun = pass > 1 ? await findPassInput(tx, changeset.run, { nodeId: node.id, pass }) : null;
  await begin(step, node, inside, (taken ?? begun ?? prepared).input);
}

/** Starts the run of a node's next pass, within the same attempt. */
export async function startPass(step: NodeStep, node: PlanNode, input: Json): Promise<void> {
  const attempt = step.changeset.state.attempts[node.id]?.number ?? 0;
  const prepared = await prepare(step, node, attempt);
  if (prepared !== null) await begin(step, node, prepared.inside, input);
}

interface Prepared {
  readonly inside: InnerGraph;
  /** The input of the node itself. */
  readonly input: Json;
}

/** What a node would run, and with what input. Null where that cannot be: its attempt has then failed. */
async function prepare(step: NodeStep, node: PlanNode, attempt: number): Promise<Prepared | null> {
  const resolved = await resolveAttemptInput(step.tx, step.changeset, node);
  const found = resolved.ok ? await findInside(step, node, resolved.scope) : resolved;
  if (resolved.ok && found.ok && "inside" in found) {
    return { inside: found.inside, input: resolved.scope.input };
  }
  if (!found.ok) await failAttempt(step, node, attempt, found.error);
  return null;
}

async function begin(step: NodeStep, node: PlanNode, inside: InnerGraph, input: Json): Promise<void> {
  const { changeset } = step;
  const count = changeset.state.attempts[node.id];
  const attempt = count?.number ?? 0;
  const childRunId = await beginChild(step, node, inside, { attempt, ordinal: passOf(count) }, input);
  const { slug: pipeline, number: version } = inside.frozen;
  const pass = count?.pass === undefined ? {} : { pass: count.pass };
  const ref = { nodeId: node.id, attempt, ...pass };
  changeset.events.push({ type: "child.started", ...ref, childRunId, pipeline, version });
}

/** An attempt that could not begin is not retried. */
export async function failAttempt(
  { tx, changeset }: NodeStep,
  { id: nodeId }: PlanNode,
  attempt: number,
  error: ErrorInfo,
): Promise<void> {
  const final = { ...error, retryable: false };
  const failed = { kind: "attempt.failed", nodeId, attempt, error: final } as const;
  await applyHappening(tx, changeset, { ...failed, retryAfterMs: null, jitter: 0 });
}
