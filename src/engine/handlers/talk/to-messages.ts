import type { ModelRef } from "#core/model/model-ref.ts";
import { type AgentStep, exchangesOf, type TalkingNode, type ToolStep } from "#core/run/agent/agent-steps.ts";
import type { ModelMessage, ModelRequest, ToolCall } from "#engine/ports.ts";
import { keepsConversation } from "../keeps-prompt.ts";

/** The request for the next turn: the question, and everything said since. */
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
 * A model's thinking is given back only to the same model: no other can read it. A rejected answer is left out: if it
 * is to be corrected, it is shown together with what is wrong with it.
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

/** Ensures that every call has a distinct id: some servers give none, or the same to all. */
export function withIds(calls: readonly ToolCall[], turn: number): readonly ToolCall[] {
  const ids = calls.map(({ id }) => id);
  return calls.map((call, index) => {
    const isGood = call.id !== "" && ids.indexOf(call.id) === index;
    return isGood ? call : { ...call, id: `call_${turn}_${index + 1}` };
  });
}
