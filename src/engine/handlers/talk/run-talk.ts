import { AppError } from "#core/errors.ts";
import type { JsonObject } from "#core/json/json.ts";
import {
  type AgentStep,
  nextInTalk,
  reachedLimit,
  type TalkingNode,
  type TalkLimit,
  type ToolAnswer,
  type ToolStep,
  type TurnOutput,
} from "#core/run/agent/agent-steps.ts";
import type { CallNews, TurnCall } from "#core/run/agent/ended-turn.ts";
import { undecidedCalls } from "#core/run/asking/questions.ts";
import { pipelineTool } from "#core/run/tools/tool-runs.ts";
import { withNote } from "#core/run/tools/tool-text.ts";
import { fingerprintOf } from "#engine/fingerprint.ts";
import type { NodeResult, NodeWork } from "#engine/node-handler.ts";
import type { ModelPort, ModelRequest, StopReason } from "#engine/ports.ts";
import { usageUntilNow } from "#engine/unfinished-outcome.ts";
import { agentOf, readModelAnswer, toRequest } from "../agent.ts";
import { type ModelStop, stopWord, toAgentOutput } from "../agent-output.ts";
import { checkDocuments } from "../show-files.ts";
import { callTool, type OpenedSecrets, openToolSecrets, refuseCall, toolOf } from "./call-tool.ts";
import { toTurn, withIds } from "./to-messages.ts";

/** An exchange with a model in progress: its settings, and what has been said and done so far. */
interface Talk {
  readonly work: NodeWork;
  readonly node: TalkingNode;
  readonly question: ModelRequest;
  readonly model: ModelPort;
  readonly steps: AgentStep[];
  /** The turn that is reserved; null: none is. */
  openTurn: number | null;
}

/**
 * Lets a model call tools until it answers. Each turn and each call is recorded before anything builds on it, so a
 * worker that takes over continues from there: no turn is paid for twice, and no call that acts is made twice.
 */
export async function runTalk(work: NodeWork, node: TalkingNode): Promise<NodeResult> {
  const { task, ports } = work;
  const { agent, ref } = agentOf(task);
  const question = await toRequest(work, agent, ref.model);
  const model = await ports.models.open(task, ref);
  const { steps = [], openTurn = null } = task.talk ?? {};
  // Later turns read at least as much: what is refused at the first turn would be refused there.
  if (steps.length === 0) await checkDocuments(task, model, question, work.signal);
  const talk: Talk = { work, node, question, model, steps: [...steps], openTurn };
  for (;;) {
    const limit = reachedLimit(node.agent.talk, talk.steps);
    const next = nextInTalk(talk.steps);
    if (limit !== null) {
      if (next.kind === "calls") await leaveCalls(talk, next.calls, limit);
      throw limitReached(work, limit);
    }
    switch (next.kind) {
      case "turn":
        await takeTurn(talk);
        break;
      case "calls":
        await makeCalls(talk, next.calls);
        break;
      case "answer":
        return toResult(work, next.output);
    }
  }
}

async function takeTurn(talk: Talk): Promise<void> {
  const { work, node, question, model, steps } = talk;
  const { ports, signal, record, task } = work;
  const { ref } = agentOf(task);
  const seq = talk.openTurn ?? (await ports.steps.beginTurn());
  talk.openTurn = seq;
  const request = toTurn(question, node, steps, ref);
  const requestHash = await fingerprintOf(request as unknown as JsonObject);
  Object.assign(record, { text: "", textBytes: 0, heardCharacters: 0, usage: null, providerRequestId: null });
  await ports.calls.leaving();
  signal.throwIfAborted();
  record.sentCharacters = JSON.stringify(request.messages).length;
  const parts = { calls: [], thoughts: [] };
  const stop = await readModelAnswer(work, model.stream(request, { signal }), parts);
  const output = toOutput(record.text, stop, parts, `${ref.provider}/${ref.model}`, seq);
  await ports.text.flush();
  const calls = await planCalls(node, output, seq);
  const usage = usageUntilNow(record, null);
  ports.calls.returned();
  await ports.steps.settleTurn({ seq, output, usage, calls, requestHash });
  // It is booked: whatever ends the attempt from here on does not concern it.
  Object.assign(record, { usage: null, sentCharacters: 0, heardCharacters: 0 });
  talk.openTurn = null;
  const tokens = usage === null || usage === "unknown" ? 0 : usage.inputTokens + usage.outputTokens;
  const cached = usage === null || usage === "unknown" ? 0 : usage.cacheReadTokens + usage.cacheWriteTokens;
  const { attempt } = task;
  steps.push({ kind: "model", seq, attempt, status: "completed", output, tokens: tokens + cached });
  steps.push(
    ...calls.map(
      (call): ToolStep => ({
        kind: "tool",
        attempt,
        status: "planned",
        result: null,
        decision: null,
        ...call,
      }),
    ),
  );
}

type Parts = Parameters<typeof readModelAnswer>[2] & object;

/** A model that was cut may have been about to add to a call: such calls are not made. */
function toOutput(
  text: string,
  stop: ModelStop,
  { calls, thoughts }: Parts,
  model: string,
  seq: number,
): TurnOutput {
  const asksTools = stop.reason === "tool_use" || stop.reason === "end_turn" || stop.reason === "other";
  return {
    text,
    calls: (asksTools ? withIds(calls, seq) : []).map(({ id, name, input }) => ({ callId: id, name, input })),
    thoughts,
    model,
    stop: stop.reason,
    vendorStop: stop.vendorReason,
  };
}

/** A call of an unknown tool is planned as well: the model is told so, as with any call that fails. */
function planCalls(node: TalkingNode, { calls }: TurnOutput, turn: number): Promise<readonly TurnCall[]> {
  return Promise.all(
    calls.map(async ({ callId, name, input }, index) => ({
      seq: turn + 1 + index,
      callId,
      name,
      input,
      effect: toolOf(node.agent.talk, name)?.config.effect ?? ("read" as const),
      requestHash: await fingerprintOf({ name, input }),
    })),
  );
}

/**
 * Makes all calls of a turn at the same time, and records each when it ends. Calls that act are also recorded before
 * they begin, but not before the secrets of all are open: until then it is certain that nothing was sent. If people
 * must decide on some, the others are made, and the attempt ends; the next one makes those that were approved.
 */
async function makeCalls(talk: Talk, calls: readonly ToolStep[]): Promise<void> {
  const { work, node, steps } = talk;
  const { ports, signal, record } = work;
  const refused = new Map(calls.map((call) => [call.seq, refuseCall(node, call)]));
  const asked = undecidedCalls(node, steps).filter(({ seq }) => refused.get(seq) === null);
  const isRun = ({ seq, name }: ToolStep) => refused.get(seq) === null && pipelineTool(node, name) !== null;
  const made = calls.filter(
    (call) => !isRun(call) && (asked.length === 0 || isFree(node, call) || refused.get(call.seq)),
  );
  const secrets = new Map<number, OpenedSecrets>();
  for (const call of made) {
    if (refused.get(call.seq) === null) secrets.set(call.seq, await openToolSecrets(work, node, call));
  }
  const acting = made.filter(({ seq, effect }) => effect === "write" && refused.get(seq) === null);
  if (acting.length > 0) {
    await ports.steps.noteCalls(acting.map(({ seq }) => ({ seq, status: "running", answer: null })));
    record.hasActed = true;
  }
  signal.throwIfAborted();
  const ended = await Promise.allSettled(
    made.map((call) =>
      makeCall(talk, call, refused.get(call.seq) ?? null, secrets.get(call.seq) ?? noSecrets),
    ),
  );
  // The others have been recorded, too, before this attempt fails with it.
  for (const one of ended) if (one.status === "rejected") throw one.reason;
  if (asked.length > 0) await ports.steps.askPeople();
  await startRuns(talk, calls.filter(isRun));
}

/**
 * Starts the runs of pipeline tools, once everything else in the turn has a result. The attempt ends there, and another
 * one continues after them, unless none could be started.
 */
async function startRuns({ work, steps }: Talk, calls: readonly ToolStep[]): Promise<void> {
  const { ports } = work;
  for (const call of calls) {
    const answer = await refuseChanged(call);
    if (answer === null) continue;
    const news: CallNews = { seq: call.seq, status: "failed", answer };
    await ports.steps.noteCalls([news]);
    settle(steps, news);
  }
  if (!calls.some(({ seq }) => steps.some((step) => step.seq === seq && step.status === "planned"))) return;
  for (const news of await ports.steps.startRuns()) settle(steps, news);
}

const noSecrets: OpenedSecrets = new Map();

/** Needs no decision. */
function isFree({ agent }: TalkingNode, { name }: ToolStep): boolean {
  return toolOf(agent.talk, name)?.asksPeople !== true;
}

async function makeCall(
  { work, node, steps }: Talk,
  call: ToolStep,
  refusal: ToolAnswer | null,
  secrets: OpenedSecrets,
): Promise<void> {
  const { seq } = call;
  const answer = refusal ?? (await refuseChanged(call));
  const news: CallNews =
    answer === null
      ? toldOf(await callTool(work, node, call, secrets), call)
      : { seq, status: "failed", answer };
  await work.ports.steps.noteCalls([news]);
  settle(steps, news);
}

function toldOf(news: CallNews, call: ToolStep): CallNews {
  return news.answer === null ? news : { ...news, answer: withNote(news.answer, call) };
}

/** Exactly what was approved is done. */
async function refuseChanged({ decision, name, input, requestHash }: ToolStep): Promise<ToolAnswer | null> {
  if (decision === null || (await fingerprintOf({ name, input })) === requestHash) return null;
  const text = "The tool was not called: what people approved is not what it would be given.";
  return { text, isError: true };
}

/** Calls beyond the limit end with an error: they will not be made later. */
async function leaveCalls(
  { work }: Talk,
  calls: readonly ToolStep[],
  { field, limit }: TalkLimit,
): Promise<void> {
  const text = `The call was not made: the calls of its turn are more than the agent's ${field} of ${limit.toLocaleString("en-US")} allows.`;
  const answer = { text, isError: true };
  await work.ports.steps.noteCalls(calls.map(({ seq }) => ({ seq, status: "failed", answer })));
}

function settle(steps: AgentStep[], { seq, status, answer }: CallNews): void {
  const at = steps.findIndex((step) => step.seq === seq);
  const step = steps[at];
  if (step?.kind === "tool") steps[at] = { ...step, status, result: answer };
}

function toResult({ task, record, maxOutputBytes }: NodeWork, output: TurnOutput): NodeResult {
  const stop: ModelStop = {
    type: "stop",
    reason: output.stop as StopReason,
    vendorReason: output.vendorStop,
  };
  record.text = output.text;
  record.stop = stopWord(stop);
  return { output: toAgentOutput(task.node, output.text, stop, maxOutputBytes), artifacts: [] };
}

/** The same would happen again: the text and calls so far stay, and are not paid for again. */
function limitReached({ task, record }: NodeWork, { stop, field, limit }: TalkLimit): AppError {
  record.stop = stop;
  const most = limit.toLocaleString("en-US");
  return new AppError(
    "AGENT_LIMIT",
    `The agent of node "${task.nodeId}" did not answer within its ${field} of ${most}. Raise ${field}, or ask for less.`,
  );
}
