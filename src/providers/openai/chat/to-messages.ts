import { AppError } from "#core/errors.ts";
import type { KeptBytes } from "#core/http/kept-bytes.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { isDocument } from "#core/run/agent/agent-files.ts";
import type { ModelMessage, ToolDefinition } from "#engine/ports.ts";
import { dataUrlOf } from "../data-url.ts";

/** A message in the format of Chat Completions. Each tool result is a message of its own. */
export function toChatMessages(message: ModelMessage): readonly JsonObject[] {
  switch (message.role) {
    case "user":
      return [{ role: "user", content: toUserContent(message) }];
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

function toUserContent({ text, files = [] }: Extract<ModelMessage, { role: "user" }>): Json {
  return files.length === 0 ? text : [...files.map(toFile), { type: "text", text }];
}

/** Not every server of this wire accepts PDFs. */
function toFile(file: KeptBytes): JsonObject {
  if (!isDocument(file)) return { type: "image_url", image_url: { url: dataUrlOf(file) } };
  throw new AppError(
    "INVALID_INPUT",
    "Models of openai-compatible servers take pictures, but not PDFs. Choose a model of Anthropic or OpenAI, or give it the text.",
  );
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
