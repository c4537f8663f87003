import type {
  ContentBlockParam,
  MessageParam,
  Tool,
  ToolResultBlockParam,
} from "@anthropic-ai/sdk/resources/messages";
import type { KeptBytes } from "#core/http/kept-bytes.ts";
import type { ModelMessage, ToolCall, ToolDefinition, ToolResult } from "#engine/ports.ts";

/** A message in the vendor's format. Tool results are sent as the user's. */
export function toMessage(message: ModelMessage): MessageParam {
  switch (message.role) {
    case "user":
      return { role: "user", content: toUserContent(message) };
    case "assistant":
      return { role: "assistant", content: toContent(message) };
    case "tool":
      return { role: "user", content: message.results.map(toResult) };
  }
}

/** Files come before the question about them, as the vendor advises. */
function toUserContent({
  text,
  files = [],
}: Extract<ModelMessage, { role: "user" }>): MessageParam["content"] {
  return files.length === 0 ? text : [...files.map(toFile), { type: "text", text }];
}

const pictureTypes = ["image/png", "image/jpeg", "image/gif", "image/webp"] as const;

function toFile({ base64: data, mediaType }: KeptBytes): ContentBlockParam {
  const media_type = pictureTypes.find((type) => type === mediaType);
  return media_type === undefined
    ? { type: "document", source: { type: "base64", media_type: "application/pdf", data } }
    : { type: "image", source: { type: "base64", media_type, data } };
}

/** The tools of a request; empty where it offers none. */
export function toTools(tools: readonly ToolDefinition[] = []): { tools?: Tool[] } {
  if (tools.length === 0) return {};
  return {
    tools: tools.map(({ name, description, inputSchema }) => ({
      name,
      description,
      input_schema: { ...inputSchema, type: "object" },
    })),
  };
}

/** Thinking comes first, unchanged. The vendor rejects empty text. */
function toContent({
  text,
  calls = [],
  thoughts = [],
}: Extract<ModelMessage, { role: "assistant" }>): MessageParam["content"] {
  if (calls.length === 0 && thoughts.length === 0) return text;
  const said: readonly ContentBlockParam[] = text.trim() === "" ? [] : [{ type: "text", text }];
  return [...(thoughts as readonly object[] as readonly ContentBlockParam[]), ...said, ...calls.map(toCall)];
}

function toCall({ id, name, input }: ToolCall): ContentBlockParam {
  return { type: "tool_use", id, name, input };
}

function toResult({ id, text, isError }: ToolResult): ToolResultBlockParam {
  return { type: "tool_result", tool_use_id: id, content: text, ...(isError ? { is_error: true } : {}) };
}
