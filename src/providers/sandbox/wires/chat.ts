import { z } from "zod";
import { jsonObjectSchema } from "#core/json/json.ts";
import { effortSchema } from "#core/model/effort.ts";
import type { Asked } from "../asked.ts";
import { openError } from "./open-error.ts";
import { type Ending, newReason, type ParsedBody, type SandboxWire, type Told } from "./wire.ts";

const chatRequestSchema = z.strictObject({
  model: z.string().min(1).max(256),
  messages: z
    .array(z.strictObject({ role: z.enum(["system", "user", "assistant"]), content: z.string() }))
    .min(1),
  max_tokens: z.number().int().min(1),
  temperature: z.number().min(0).max(2).optional(),
  reasoning_effort: effortSchema.optional(),
  response_format: z
    .object({
      type: z.literal("json_schema"),
      json_schema: z.object({ name: z.string(), schema: jsonObjectSchema, strict: z.boolean().optional() }),
    })
    .optional(),
  user: z.string().max(256).optional(),
  stream: z.boolean().optional(),
  stream_options: z.object({ include_usage: z.boolean().optional() }).optional(),
});

function parse(body: unknown): ParsedBody<Asked> {
  const parsed = chatRequestSchema.safeParse(body);
  if (!parsed.success) return { ok: false, message: z.prettifyError(parsed.error) };
  const { model, messages, max_tokens, response_format, user, stream } = parsed.data;
  const said = (role: string) => messages.filter((message) => message.role === role);
  return {
    ok: true,
    value: {
      model,
      system: said("system")
        .map(({ content }) => content)
        .join("\n"),
      text: said("user").at(-1)?.content ?? "",
      characters: messages.reduce((sum, { content }) => sum + content.length, 0),
      schema: response_format?.json_schema.schema ?? null,
      maxTokens: max_tokens,
      userId: user ?? null,
      isStreamed: stream === true,
    },
  };
}

const words: Readonly<Record<Ending, string>> = {
  end_turn: "stop",
  max_tokens: "length",
  refusal: "content_filter",
  tool_use: "tool_calls",
  pause_turn: "pause_turn",
  new: newReason,
};

function usageOf({ inputTokens, outputTokens }: Told) {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}

function chunk({ requestId, model }: Told, choices: readonly object[], rest: object = {}): string {
  const head = { id: `chatcmpl-${requestId}`, object: "chat.completion.chunk", created: 0, model };
  return `data: ${JSON.stringify({ ...head, choices, ...rest })}\n\n`;
}

const choice = (delta: object, finish_reason: string | null = null) => ({ index: 0, delta, finish_reason });

/** Chat Completions, as OpenAI made it and many servers speak it. */
export const chatWire: SandboxWire = {
  parse,
  errorBody: (status, message) => JSON.stringify({ error: openError(status, message) }),
  whole: (told, text, ending) => ({
    id: `chatcmpl-${told.requestId}`,
    object: "chat.completion",
    created: 0,
    model: told.model,
    choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: words[ending] }],
    usage: usageOf(told),
  }),
  start: (told) => chunk(told, [choice({ role: "assistant", content: "" })]),
  // This wire has no event for it: a comment is what servers send.
  keepAlive: ": still here\n\n",
  thinkStart: () => "",
  thinkEnd: () => "",
  textStart: () => "",
  text: (piece, told) => chunk(told, [choice({ content: piece })]),
  end: (told, _text, ending) =>
    `${chunk(told, [choice({}, words[ending])]) + chunk(told, [], { usage: usageOf(told) })}data: [DONE]\n\n`,
  errorEvent: (status, message) => `data: ${JSON.stringify({ error: openError(status, message) })}\n\n`,
  malformed: 'data: {"object":"chat.completion.chunk","choices":[{"del\n\n',
};
