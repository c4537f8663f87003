import type { KeptBytes } from "#core/http/kept-bytes.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { isDocument } from "#core/run/agent/agent-files.ts";
import type { ModelMessage, ToolDefinition } from "#engine/ports.ts";
import { dataUrlOf } from "../data-url.ts";

/** A message as items of the Responses API: tool calls and tool results are separate items. */
export function toItems(message: ModelMessage): readonly JsonObject[] {
  switch (message.role) {
    case "user":
      return [{ role: "user", content: toUserContent(message) }];
    case "assistant": {
      const { text, calls = [], thoughts = [] } = message;
      const said = text === "" && calls.length > 0 ? [] : [{ role: "assistant", content: text }];
      return [
        ...thoughts,
        ...said,
        ...calls.map(({ id, name, input }) => ({
          type: "function_call",
          call_id: id,
          name,
          arguments: JSON.stringify(input),
        })),
      ];
    }
    case "tool":
      return message.results.map(({ id, text }) => ({
        type: "function_call_output",
        call_id: id,
        output: text,
      }));
  }
}

function toUserContent({ text, files = [] }: Extract<ModelMessage, { role: "user" }>): Json {
  return files.length === 0 ? text : [...files.map(toFile), { type: "input_text", text }];
}

function toFile(file: KeptBytes, index: number): JsonObject {
  const url = dataUrlOf(file);
  return isDocument(file)
    ? { type: "input_file", filename: `file-${index + 1}.pdf`, file_data: url }
    : { type: "input_image", image_url: url, detail: "auto" };
}

/**
 * The tools of a request; empty where it offers none. Strict mode is off, because tool schemas are their authors' own
 * and it accepts only part of JSON Schema; arguments are checked before a tool is called. The vendor stores nothing, so
 * encrypted reasoning is requested, to be sent back with the next turn.
 */
export function toToolFields(tools: readonly ToolDefinition[] = []): JsonObject {
  if (tools.length === 0) return {};
  return { ...toCountedTools(tools), include: ["reasoning.encrypted_content"] };
}

/** The part of the tools that costs input tokens. */
export function toCountedTools(tools: readonly ToolDefinition[] = []): JsonObject {
  if (tools.length === 0) return {};
  return {
    tools: tools.map(({ name, description, inputSchema }) => ({
      type: "function",
      name,
      description,
      parameters: inputSchema,
      strict: false,
    })),
  };
}
