import type { ModelRef } from "#core/model/model-ref.ts";
import { type AgentStep, exchangesOf, type TalkingNode, type ToolStep } from "#core/run/agent/agent-steps.ts";
import type { ModelMessage, ModelRequest, ToolCall } from "#engine/ports.ts";
import { keepsConversation } from "../keeps-prompt.ts";

/** The next turn's request: the question, and all that has been said since. */
export function toTurn(
  question: ModelRequest,
  node: TalkingNode,
  steps: readonly AgentStep[],
  ref: ModelRef,
): ModelRequest {
  const { agent } = node;
  const [asked, ...repair] = question.messages;
  return {
    ...question,
    ...(keepsConversation(node) ? { keepsPrompt: true } : {}),
    messages: [...(asked === undefined ? [] : [asked]), ...toMessages(steps, ref), ...repair],
    tools: agent.talk.tools.map(({ config: { name, description, input } }) => ({
      name,
      description,
      inputSchema: input,
    })),
  };
}

/**
 * What a model thought is given back to that very model alone: no other one can read it. An answer that was rejected
 * is left out: where it is to be put right, it comes with what is wrong with it.
 */
function toMessages(steps: readonly AgentStep[], { provider, model }: ModelRef): readonly ModelMessage[] {
  return exchangesOf(steps).flatMap(({ output, calls }): readonly ModelMessage[] => {
    if (calls.length === 0) return [];
    const thoughts = output.model === `${provider}/${model}` ? output.thoughts : [];
    const said: ModelMessage = {
      role: "assistant",
      text: output.text,
      calls: calls.map(toCall),
      ...(thoughts.length === 0 ? {} : { thoughts }),
    };
    return [said, { role: "tool", results: calls.map(toResult) }];
  });
}

function toCall({ callId: id, name, input }: ToolStep): ToolCall {
  return { id, name, input };
}

function toResult({ callId: id, result }: ToolStep) {
  return { id, text: result?.text ?? "", isError: result?.isError ?? true };
}

/** Calls with ids that are there and differ: some servers give none, or the same to all. */
export function withIds(calls: readonly ToolCall[], turn: number): readonly ToolCall[] {
  const ids = calls.map(({ id }) => id);
  return calls.map((call, index) => {
    const isGood = call.id !== "" && ids.indexOf(call.id) === index;
    return isGood ? call : { ...call, id: `call_${turn}_${index + 1}` };
  });
}
