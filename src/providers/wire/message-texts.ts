import type { ModelMessage, ModelRequest } from "#engine/ports.ts";

/** All texts of a request that its vendor counts as input, except the schema of the answer. */
export function textsOf({
  system,
  messages,
  tools = [],
}: Pick<ModelRequest, "system" | "messages" | "tools">): readonly string[] {
  const offered = tools.length === 0 ? [] : [JSON.stringify(tools)];
  return [system ?? "", ...offered, ...messages.flatMap(textsOfMessage)];
}

function textsOfMessage(message: ModelMessage): readonly string[] {
  switch (message.role) {
    case "user":
      return [message.text];
    case "assistant":
      return [
        message.text,
        ...[...(message.calls ?? []), ...(message.thoughts ?? [])].map((part) => JSON.stringify(part)),
      ];
    case "tool":
      return message.results.map(({ text }) => text);
  }
}
