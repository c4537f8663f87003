import { AppError } from "#core/errors.ts";
import type { PlanTalk } from "#core/pipeline/plan/plan.ts";
import type { TalkingNode, ToolAnswer, ToolStep } from "#core/run/agent/agent-steps.ts";
import type { CallNews } from "#core/run/agent/ended-turn.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import { faultsForPeople } from "#core/run/tools/tool-text.ts";
import { matchJsonSchema } from "#core/schema/match-schema.ts";
import { callKeyOf } from "#engine/end-user-id.ts";
import { type NodeWork, newRecord } from "#engine/node-handler.ts";
import { sendUnderName } from "../actions/http-request.ts";
import { callMcp } from "./call-mcp.ts";
import { toAnswer, toDoubtfulAnswer, toFailedAnswer } from "./tool-text.ts";

export type OpenedSecrets = ReadonlyMap<string, string>;

type PlanTool = PlanTalk["tools"][number];

/** The result of an invalid call, which is not made; null: it may be made. */
export function refuseCall({ agent }: TalkingNode, { name, input }: ToolStep): ToolAnswer | null {
  const tool = toolOf(agent.talk, name);
  if (tool === undefined) {
    const names = agent.talk.tools.map(({ config }) => config.name).join(", ");
    return { text: `There is no tool "${name}". These are there: ${names}.`, isError: true };
  }
  const fault = matchJsonSchema(tool.config.input, input);
  if (fault === null) return null;
  // The interpreter's messages speak of outputs.
  const wrong = fault.replace(/^the output\b/, "it");
  return { text: `The tool was not called: its input does not match its schema: ${wrong}.`, isError: true };
}

/**
 * The secrets of the tool that a call names. They are opened before the call: one that cannot be opened fails the node
 * before anything is marked as begun.
 * @throws AppError SECRET_MISSING, KEY_UNREADABLE.
 */
export async function openToolSecrets(
  { task, ports }: NodeWork,
  { agent }: TalkingNode,
  { name }: ToolStep,
): Promise<OpenedSecrets> {
  const names = toolOf(agent.talk, name)?.secrets ?? [];
  return names.length === 0 ? new Map() : ports.secrets.open(task, names);
}

/**
 * Makes one call with its opened secrets. Errors are reported to the model, which may find another way; only what a
 * person alone can fix fails the node.
 * @throws AppError for such, and the signal's reason.
 */
export async function callTool(
  work: NodeWork,
  node: TalkingNode,
  step: ToolStep,
  secrets: OpenedSecrets,
): Promise<CallNews> {
  const tool = toolOf(node.agent.talk, step.name);
  if (tool === undefined) throw new Error(`Tool ${step.name} was found and is gone`);
  const record = newRecord();
  const { seq } = step;
  try {
    const id = await callKeyOf({ ...work.task, runId: work.task.onBehalfOf }, seq, step.callId);
    const ports = { ...work.ports, secrets: { open: async () => secrets } };
    const own = { ...work, ports, record, task: taskOf(work.task, tool, step) };
    return await makeCall(own, tool.config, step, id);
  } catch (error) {
    work.signal.throwIfAborted();
    if (!(error instanceof AppError)) throw error;
    if (faultsForPeople.has(error.code)) {
      // Records that nothing was sent, so that there is no doubt later.
      if (!record.hasActed) {
        await work.ports.steps.noteCalls([{ seq, status: "failed", answer: toFailedAnswer(error) }]);
      }
      throw error;
    }
    if (step.effect === "write" && record.hasActed && !hasSurelyNotActed(error)) {
      return { seq, status: "unknown", answer: toDoubtfulAnswer(error) };
    }
    return { seq, status: "failed", answer: toFailedAnswer(error) };
  }
}

async function makeCall(
  work: NodeWork,
  config: PlanTool["config"],
  step: ToolStep,
  id: string,
): Promise<CallNews> {
  switch (config.kind) {
    case "http": {
      const { output } = await sendUnderName(work, { action: "http.request", ...config }, id);
      return { seq: step.seq, status: "completed", answer: toAnswer(output) };
    }
    case "mcp":
      return callMcp(work, config, step, id);
    case "pipeline":
      throw new Error(`Tool ${step.name} is a pipeline, which no worker runs`);
  }
}

export function toolOf(talk: PlanTalk, name: string): PlanTool | undefined {
  return talk.tools.find(({ config }) => config.name === name);
}

/** The tool sees only what the model passed to it, and its own secrets. */
function taskOf(task: NodeTask, { config, secrets }: PlanTool, { input }: ToolStep): NodeTask {
  return {
    ...task,
    node: {
      ...task.node,
      secrets,
      timeoutMs: Math.min(config.timeoutMs ?? task.node.timeoutMs, task.node.timeoutMs),
    },
    scope: { ...task.scope, args: input },
  };
}

/** It was blocked, or the receiver refused it. 408 only says that the receiver did not wait for all of it. */
function hasSurelyNotActed({ code, details }: AppError): boolean {
  const status = details?.httpStatus;
  if (typeof status === "number") return status >= 400 && status < 500 && status !== 408;
  return (
    code !== "HTTP_FAILED" &&
    code !== "NODE_TIMEOUT" &&
    code !== "OUTPUT_TOO_LARGE" &&
    code !== "OUTPUT_INVALID"
  );
}
