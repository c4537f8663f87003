import type { ErrorInfo } from "#core/errors.ts";
import { pipelineOfTool } from "#core/nodes/tools/pipeline-tool.ts";
import { isTalking } from "#core/run/agent/agent-steps.ts";
import type { CallNews } from "#core/run/agent/ended-turn.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import { callsToRun, newsOfUnstarted, type RunCall } from "#core/run/tools/tool-runs.ts";
import { faultsForPeople } from "#core/run/tools/tool-text.ts";
import { readAgentSteps } from "#server/db/run/progress/agent-steps/read-steps.ts";
import { beginChild, findCalled, type InnerGraph } from "../children/begin-child.ts";
import type { EngineContext } from "../engine-context.ts";
import { applyHappening } from "../step/apply-happening.ts";
import type { NodeStep } from "../step/open-step.ts";
import { noteStep } from "./note-steps.ts";
import { pauseAttempt } from "./pause-attempt.ts";
import { takeHeld } from "./take-held.ts";

/**
 * The result of starting the runs of an agent's tools:
 * - `gone`: the attempt is over. Its runs are in flight, its worker has lost it, or its run is being ended.
 * - `unstarted`: none could be started; the model is told why, and the attempt continues.
 * - `failed`: nothing was started, since only a person can fix the problem.
 */
export type RunsStarted =
  | { readonly kind: "gone" }
  | { readonly kind: "unstarted"; readonly news: readonly CallNews[] }
  | { readonly kind: "failed"; readonly error: ErrorInfo };

/**
 * Starts a run for each call of the latest turn whose tool is a pipeline, in the transaction that ends the attempt: all
 * of them are started, or none is and the attempt is still in progress. Nothing is held until they have ended. Safe to
 * call again.
 */
export async function startRuns(context: EngineContext, task: NodeTask): Promise<RunsStarted> {
  return (await takeHeld(context, task, (step) => startInStep(step, task))) ?? { kind: "gone" };
}

async function startInStep(step: NodeStep, task: NodeTask): Promise<RunsStarted> {
  const { tx, changeset } = step;
  const { node, nodeId, attempt } = task;
  if (!isTalking(node) || changeset.state.closing !== null) return { kind: "gone" };
  const calls = callsToRun(node, await readAgentSteps(tx, task));
  const found = await Promise.all(calls.map((call) => prepare(step, task, call)));
  const fault = found.find((one) => !one.ok && faultsForPeople.has(one.error.code));
  if (fault?.ok === false) return { kind: "failed", error: fault.error };
  const news: CallNews[] = [];
  for (const one of found) {
    if (one.ok) await begin(step, task, one.call, one.inside);
    else news.push(newsOfUnstarted(one.call, one.error));
  }
  for (const one of news) noteNews(step, task, calls, one);
  if (news.length === calls.length) return { kind: "unstarted", news };
  await pauseAttempt(step, task);
  await applyHappening(tx, changeset, { kind: "tool-runs.begun", nodeId, attempt });
  return { kind: "gone" };
}

type Prepared =
  | { readonly ok: true; readonly call: RunCall; readonly inside: InnerGraph }
  | { readonly ok: false; readonly call: RunCall; readonly error: ErrorInfo };

async function prepare(step: NodeStep, { node, scope }: NodeTask, call: RunCall): Promise<Prepared> {
  const { config } = call;
  const given = { ...scope, args: call.step.input };
  const where = `the variables of the tool "${config.name}"`;
  const found = await findCalled(step, node, pipelineOfTool(config), given, where);
  return { ...found, call };
}

async function begin(step: NodeStep, task: NodeTask, call: RunCall, inside: InnerGraph): Promise<void> {
  const { changeset } = step;
  const { node, nodeId, attempt } = task;
  const { seq, input, name } = call.step;
  const place = { attempt, ordinal: seq, timeoutMs: call.config.timeoutMs ?? node.definition.timeoutMs };
  noteStep(changeset, attempt, { kind: "call-change", nodeId, seq, status: "running", answer: null }, name);
  const childRunId = await beginChild(step, node, inside, { ...place, mayTakeOver: true }, input);
  const { slug: pipeline, number: version } = inside.frozen;
  changeset.events.push({ type: "child.started", nodeId, attempt, step: seq, childRunId, pipeline, version });
}

function noteNews(
  { changeset }: NodeStep,
  { nodeId, attempt }: NodeTask,
  calls: readonly RunCall[],
  { seq, status, answer }: CallNews,
): void {
  const name = calls.find((call) => call.step.seq === seq)?.step.name;
  noteStep(changeset, attempt, { kind: "call-change", nodeId, seq, status, answer }, name);
}
