import { AppError } from "#core/errors.ts";
import type { JsonObject } from "#core/json/json.ts";
import type { ModelRef } from "#core/model/model-ref.ts";
import type { PlanAgent } from "#core/pipeline/plan/plan.ts";
import { answerSchemaOf, repairWords } from "#core/run/agent/repair-turn.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import { endUserIdOf } from "#engine/end-user-id.ts";
import type { NodeResult, NodeWork } from "#engine/node-handler.ts";
import { outputTooLarge } from "#engine/output/check-output.ts";
import type { ModelEvent, ModelMessage, ModelRequest, ToolCall } from "#engine/ports.ts";
import { renderText } from "#engine/render-text.ts";
import { createTextJoiner } from "#engine/text-joiner.ts";
import { type ModelStop, stopWord, toAgentOutput } from "./agent-output.ts";
import { keepsPrompt } from "./keeps-prompt.ts";
import { checkDocuments, filesOf } from "./show-files.ts";

/** Asks the node's model to do its task, streams its text, and returns it, or the JSON that a schema asked for. */
export async function runAgent(work: NodeWork): Promise<NodeResult> {
  const { task, ports, signal, record } = work;
  const { agent, ref } = agentOf(task);
  const request = await toRequest(work, agent, ref.model);
  const model = await ports.models.open(task, ref);
  await checkDocuments(task, model, request, signal);
  await ports.calls.leaving();
  signal.throwIfAborted();
  record.sentCharacters = (request.system ?? "").length + textOf(request).length;
  const stop = await readModelAnswer(work, model.stream(request, { signal }));
  record.stop = stopWord(stop);
  if (stop.reason === "max_tokens") {
    ports.log.info("a model stopped at its maximum of output tokens", {
      runId: task.runId,
      nodeId: task.nodeId,
      maxTokens: agent.maxTokens,
    });
  }
  return { output: toAgentOutput(task.node, record.text, stop, work.maxOutputBytes), artifacts: [] };
}

/** Everything that people and the model have written in it. */
function textOf({ messages }: ModelRequest): string {
  return messages.map((message) => (message.role === "tool" ? "" : message.text)).join("");
}

/** @throws AppError INVALID_DEFINITION if the node calls no model. */
export function agentOf({ node, model }: NodeTask): { readonly agent: PlanAgent; readonly ref: ModelRef } {
  if (node.agent !== null && model !== null) return { agent: node.agent, ref: model };
  throw new AppError("INVALID_DEFINITION", `Node "${node.id}" names neither an agent nor a model.`);
}

/**
 * An agent's question, with its templates rendered.
 * @throws AppError INVALID_INPUT if it is empty.
 */
export async function toRequest(work: NodeWork, agent: PlanAgent, model: string): Promise<ModelRequest> {
  const { task } = work;
  const { definition } = task.node;
  const outputSchema = answerSchemaOf(task.node);
  const source = definition.type === "agent" ? definition.config.task : "{{ input }}";
  const text = renderText(task, "task", source);
  if (text.trim() === "") {
    throw new AppError(
      "INVALID_INPUT",
      `The task of node "${task.nodeId}" came out empty: there is nothing to ask.`,
    );
  }
  const files = await filesOf(work);
  return {
    model,
    system: instructionsOf(task, agent),
    messages: [{ role: "user", text, ...(files.length === 0 ? {} : { files }) }, ...repairMessages(task)],
    maxTokens: agent.maxTokens,
    ...(agent.temperature === undefined ? {} : { temperature: agent.temperature }),
    ...(agent.effort === undefined ? {} : { effort: agent.effort }),
    ...(outputSchema === null ? {} : { outputSchema }),
    ...(keepsPrompt(task, agent) ? { keepsPrompt: true } : {}),
    endUserId: await endUserIdOf(task),
  };
}

/** An answer that did not match is shown to its model, with what is wrong with it. */
function repairMessages({ repair }: NodeTask): readonly ModelMessage[] {
  if (repair === undefined) return [];
  return [
    { role: "assistant", text: repair.answer },
    { role: "user", text: repairWords(repair) },
  ];
}

/**
 * A node's own instructions are a template; those of an agent of the workspace are plain text, even if they contain
 * braces.
 */
function instructionsOf(task: NodeTask, agent: PlanAgent): string | null {
  if (agent.instructions === null || agent.key !== null) return agent.instructions;
  return renderText(task, "instructions", agent.instructions);
}

/** What a model says besides its text. */
export interface TakenParts {
  readonly calls: ToolCall[];
  readonly thoughts: JsonObject[];
}

/**
 * Reads an answer to its end, streaming its text.
 * @throws AppError PROVIDER_STREAM_CUT if it has no end.
 */
export async function readModelAnswer(
  work: NodeWork,
  events: AsyncIterable<ModelEvent>,
  parts: TakenParts = { calls: [], thoughts: [] },
): Promise<ModelStop> {
  const { record } = work;
  const joiner = createTextJoiner();
  let stop: ModelStop | null = null;
  for await (const event of events) {
    switch (event.type) {
      case "request":
        record.providerRequestId = event.providerRequestId;
        break;
      case "usage":
        record.usage = event.usage;
        break;
      case "text":
        takeText(work, joiner.push(event.text));
        break;
      case "stop":
        stop = event;
        break;
      // If no tool was offered, a call of one is never made; the stop reason decides what it means.
      case "tool-call":
        parts.calls.push({ id: event.id, name: event.name, input: event.input });
        break;
      case "thought":
        parts.thoughts.push(event.block);
        break;
      case "unknown":
        break;
    }
  }
  takeText(work, joiner.end());
  if (stop === null) {
    throw new AppError(
      "PROVIDER_STREAM_CUT",
      "The model's answer ended before it was complete. Trying again may help.",
    );
  }
  return stop;
}

/**
 * Keeps a piece, unless the text is then more than the node may output: a single piece may be. Ending the loop by
 * throwing closes the provider's socket: nothing is paid for that would be thrown away.
 */
function takeText({ record, ports, maxOutputBytes }: NodeWork, text: string): void {
  if (text === "") return;
  record.heardCharacters += text.length;
  record.textBytes += Buffer.byteLength(text);
  if (record.textBytes > maxOutputBytes) throw outputTooLarge(maxOutputBytes);
  record.text += text;
  ports.text.append(text);
}
