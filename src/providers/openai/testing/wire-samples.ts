import type { Json } from "#core/json/json.ts";

export const apiKey = "sk-proj-canary-0123456789";

type Fields = { readonly [key: string]: Json };

/** One event of the Responses API, as sent. */
export function event(type: string, fields: Fields = {}): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

/** One chunk of Chat Completions, as sent. */
export function chunk(fields: Fields): string {
  return `data: ${JSON.stringify({ object: "chat.completion.chunk", ...fields })}\n\n`;
}

export const done = "data: [DONE]\n\n";

export const responseUsage = {
  input_tokens: 35,
  input_tokens_details: { cached_tokens: 7, cache_write_tokens: 3 },
  output_tokens: 9,
  output_tokens_details: { reasoning_tokens: 4 },
};

export const chatUsage = {
  prompt_tokens: 35,
  prompt_tokens_details: { cached_tokens: 7, cache_write_tokens: 3 },
  completion_tokens: 9,
  completion_tokens_details: { reasoning_tokens: 4 },
};

export const created = event("response.created", { response: { id: "resp_1", usage: null } });

export function delta(text: string): string {
  return event("response.output_text.delta", { output_index: 0, delta: text });
}

/** The event that ends a response; `reason` where it is incomplete. */
export function ended(reason: string | null = null, rest: Fields = { usage: responseUsage }): string {
  const status = reason === null ? "completed" : "incomplete";
  return event(`response.${status}`, {
    response: { status, incomplete_details: reason && { reason }, ...rest },
  });
}

export function content(text: string): string {
  return chunk({ choices: [{ index: 0, delta: { content: text }, finish_reason: null }], usage: null });
}

export function finish(reason: string | null): string {
  return chunk({ choices: [{ index: 0, delta: {}, finish_reason: reason }] });
}

export function usageChunk(usage: Json = chatUsage): string {
  return chunk({ choices: [], usage });
}
