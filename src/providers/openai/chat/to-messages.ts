import type { JsonObject } from "#core/json/json.ts";
import type { ModelMessage, ToolDefinition } from "#engine/ports.ts";

/** A message in the words of Chat Completions; what each tool said is a message of its own. */
export function toChatMessages(message: ModelMessage): readonly JsonObject[] {
  switch (message.role) {
    case "user":
      return [{ role: "user", content: message.text }];
    case "assistant": {
      const { text, calls = [] } = message;
      if (calls.length === 0) return [{ role: "assistant", content: text }];
      const tool_calls = calls.map(({ id, name, input }) => ({
        id,
        type: "function",
        function: { name, arguments: JSON.stringify(input) },
      }));
      return [{ role: "assistant", content: text === "" ? null : text, tool_calls }];
    }
    case "tool":
      return message.results.map(({ id, text }) => ({ role: "tool", tool_call_id: id, content: text }));
  }
}

/** The tools of a request; empty where it offers none. */
export function toChatTools(tools: readonly ToolDefinition[] = []): JsonObject {
  if (tools.length === 0) return {};
  return {
    tools: tools.map(({ name, description, inputSchema }) => ({
      type: "function",
      function: { name, description, parameters: inputSchema },
    })),
  };
}
