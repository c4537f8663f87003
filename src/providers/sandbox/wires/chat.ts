import { z } from "zod";
import { jsonObjectSchema } from "#core/json/json.ts";
import { effortSchema } from "#core/model/effort.ts";
import type { Asked, SandboxCall } from "../asked.ts";
import {
  dataUrlSchema,
  joinTurns,
  readArguments,
  type Turn,
  toolNameSchema,
  toolSchemaSchema,
} from "../conversation.ts";
import { openError } from "./open-error.ts";
import {
  inPieces,
  newReason,
  type ParsedBody,
  readConversation,
  type SandboxWire,
  type StopReason,
  type Told,
} from "./wire.ts";

const callSchema = z.strictObject({
  id: z.string().min(1),
  type: z.literal("function"),
  function: z.strictObject({ name: toolNameSchema, arguments: z.string() }),
});
const partSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: z.string() }),
  z.strictObject({ type: z.literal("image_url"), image_url: z.strictObject({ url: dataUrlSchema }) }),
]);
const messageSchema = z.discriminatedUnion("role", [
  z.strictObject({ role: z.literal("system"), content: z.string() }),
  z.strictObject({ role: z.literal("user"), content: z.union([z.string(), z.array(partSchema).min(1)]) }),
  z.strictObject({
    role: z.literal("assistant"),
    content: z.string().nullable(),
    tool_calls: z.array(callSchema).min(1).optional(),
  }),
  z.strictObject({ role: z.literal("tool"), tool_call_id: z.string().min(1), content: z.string() }),
]);
type Message = z.infer<typeof messageSchema>;

const chatRequestSchema = z.strictObject({
  model: z.string().min(1).max(256),
  messages: z.array(messageSchema).min(1),
  tools: z
    .array(
      z.strictObject({
        type: z.literal("function"),
        function: z.strictObject({
          name: toolNameSchema,
          description: z.string().optional(),
          parameters: toolSchemaSchema,
        }),
      }),
    )
    .min(1)
    .optional(),
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
  const { model, messages, tools = [], max_tokens, response_format, user, stream } = parsed.data;
  const system = messages
    .flatMap((message) => (message.role === "system" ? [message.content] : []))
    .join("\n");
  const offered = tools.map(({ function: { name, description = "", parameters } }) => ({
    name,
    description,
    schema: parameters,
  }));
  const said = readConversation(system, joinTurns(messages.flatMap(toTurn)), offered);
  if (!said.ok) return said;
  return {
    ok: true,
    value: {
      model,
      system,
      ...said.value,
      schema: response_format?.json_schema.schema ?? null,
      maxTokens: max_tokens,
      userId: user ?? null,
      isStreamed: stream === true,
    },
  };
}

function toUserTurn(content: string | readonly z.infer<typeof partSchema>[]): Turn {
  if (typeof content === "string") return { role: "user", text: content };
  return {
    role: "user",
    text: content.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n"),
    files: content.flatMap((part) => (part.type === "image_url" ? [part.image_url.url] : [])),
  };
}

function toTurn(message: Message): readonly Turn[] {
  switch (message.role) {
    case "system":
      return [];
    case "user":
      return [toUserTurn(message.content)];
    case "assistant":
      return [
        { role: "assistant", text: message.content ?? "", calls: (message.tool_calls ?? []).map(toCall) },
      ];
    case "tool":
      return [{ role: "tool", results: [{ id: message.tool_call_id, text: message.content }] }];
  }
}

function toCall({ id, function: { name, arguments: input } }: z.infer<typeof callSchema>): SandboxCall {
  return { id, name, input: readArguments(input) };
}

const words: Readonly<Record<StopReason, string>> = {
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

function toolCall({ id, name, input }: SandboxCall) {
  return { id, type: "function", function: { name, arguments: JSON.stringify(input) } };
}

/** The pieces of parallel calls are interleaved, each with the index of its call. */
function callChunks(told: Told, calls: readonly SandboxCall[]): string {
  const heads = calls.map(({ id, name }, index) => ({
    index,
    id,
    type: "function",
    function: { name, arguments: "" },
  }));
  const pieces = [0, 1].flatMap((part) =>
    calls.map(({ input }, index) => ({ index, function: { arguments: inPieces(input)[part] } })),
  );
  return [...heads, ...pieces].map((call) => chunk(told, [choice({ tool_calls: [call] })])).join("");
}

/** Chat Completions, as defined by OpenAI and served by many others. */
export const chatWire: SandboxWire = {
  parse,
  errorBody: (status, message) => JSON.stringify({ error: openError(status, message) }),
  whole: (told, { text, calls }, ending) => ({
    id: `chatcmpl-${told.requestId}`,
    object: "chat.completion",
    created: 0,
    model: told.model,
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: text,
          ...(calls.length === 0 ? {} : { tool_calls: calls.map(toolCall) }),
        },
        finish_reason: words[ending],
      },
    ],
    usage: usageOf(told),
  }),
  start: (told) => chunk(told, [choice({ role: "assistant", content: "" })]),
  // This wire has no keep-alive event; servers send a comment.
  keepAlive: ": still here\n\n",
  thinkStart: () => "",
  thinkEnd: () => "",
  textStart: () => "",
  text: (piece, told) => chunk(told, [choice({ content: piece })]),
  end: (told, { calls }, ending) =>
    `${callChunks(told, calls) + chunk(told, [choice({}, words[ending])]) + chunk(told, [], { usage: usageOf(told) })}data: [DONE]\n\n`,
  errorEvent: (status, message) => `data: ${JSON.stringify({ error: openError(status, message) })}\n\n`,
  malformed: 'data: {"object":"chat.completion.chunk","choices":[{"del\n\n',
};
