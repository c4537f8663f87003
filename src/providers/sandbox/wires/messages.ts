import { z } from "zod";
import { jsonObjectSchema } from "#core/json/json.ts";
import type { Asked, SandboxCall } from "../asked.ts";
import { type Turn, toolNameSchema, toolSchemaSchema } from "../conversation.ts";
import type { Prefix } from "../prompt-cache.ts";
import {
  inPieces,
  namedEvent,
  newReason,
  type ParsedBody,
  readConversation,
  type SandboxWire,
  type StopReason,
  type Told,
} from "./wire.ts";

const cacheControl = z.strictObject({ type: z.literal("ephemeral"), ttl: z.enum(["5m", "1h"]).optional() });
const textBlock = z.looseObject({
  type: z.literal("text"),
  text: z.string(),
  cache_control: cacheControl.nullish(),
});
const content = z.union([z.string(), z.array(textBlock)]);
type Content = z.infer<typeof content>;

const base64Source = (media_type: z.ZodType<string>) =>
  z.strictObject({ type: z.literal("base64"), media_type, data: z.base64() });
const fileBlock = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("image"),
    source: base64Source(z.enum(["image/png", "image/jpeg", "image/gif", "image/webp"])),
  }),
  z.strictObject({ type: z.literal("document"), source: base64Source(z.literal("application/pdf")) }),
]);

const messageSchema = z.discriminatedUnion("role", [
  z.strictObject({
    role: z.literal("user"),
    content: z.union([
      content,
      z.array(z.union([textBlock, fileBlock])),
      z.array(
        z.strictObject({
          type: z.literal("tool_result"),
          tool_use_id: z.string().min(1),
          content: z.string(),
          is_error: z.boolean().optional(),
        }),
      ),
    ]),
  }),
  z.strictObject({
    role: z.literal("assistant"),
    content: z.union([
      z.string(),
      z.array(
        z.discriminatedUnion("type", [
          z.strictObject({ type: z.literal("text"), text: z.string().regex(/\S/) }),
          z.strictObject({ type: z.literal("thinking"), thinking: z.string(), signature: z.string() }),
          z.strictObject({ type: z.literal("redacted_thinking"), data: z.string() }),
          z.strictObject({
            type: z.literal("tool_use"),
            id: z.string().regex(/^[a-zA-Z0-9_-]+$/),
            name: toolNameSchema,
            input: jsonObjectSchema,
          }),
        ]),
      ),
    ]),
  }),
]);
type Message = z.infer<typeof messageSchema>;

const toolSchema = z.strictObject({
  name: toolNameSchema,
  description: z.string().optional(),
  input_schema: toolSchemaSchema,
});

/** Strict at the top level like the vendor, which refuses unknown fields, sampling parameters included. */
const countRequestSchema = z.strictObject({
  model: z.string().min(1).max(256),
  messages: z.array(messageSchema).min(1),
  tools: z.array(toolSchema).min(1).optional(),
  system: content.optional(),
  cache_control: cacheControl.nullish(),
  output_config: z
    .looseObject({
      format: z.object({ type: z.literal("json_schema"), schema: jsonObjectSchema }).nullish(),
      effort: z.enum(["low", "medium", "high", "xhigh", "max"]).nullish(),
    })
    .optional(),
});

const messageRequestSchema = z.strictObject({
  ...countRequestSchema.shape,
  max_tokens: z.number().int().min(1),
  metadata: z.object({ user_id: z.string().max(256).nullish() }).optional(),
  stream: z.boolean().optional(),
});

type Counted = Pick<
  Asked,
  "model" | "system" | "text" | "characters" | "conversation" | "schema" | "prefixes"
>;

/** A request to count tokens. */
export function parseCountRequest(body: unknown): ParsedBody<Counted> {
  const parsed = countRequestSchema.safeParse(body);
  return parsed.success ? toCounted(parsed.data) : { ok: false, message: z.prettifyError(parsed.error) };
}

function parse(body: unknown): ParsedBody<Asked> {
  const parsed = messageRequestSchema.safeParse(body);
  if (!parsed.success) return { ok: false, message: z.prettifyError(parsed.error) };
  const { max_tokens, metadata, stream } = parsed.data;
  const counted = toCounted(parsed.data);
  if (!counted.ok) return counted;
  return {
    ok: true,
    value: {
      ...counted.value,
      maxTokens: max_tokens,
      userId: metadata?.user_id ?? null,
      isStreamed: stream === true,
    },
  };
}

function toCounted(request: z.infer<typeof countRequestSchema>): ParsedBody<Counted> {
  const { model, messages, tools = [], system, output_config } = request;
  const instructions = textOf(system);
  const offered = tools.map(({ name, description = "", input_schema }) => ({
    name,
    description,
    schema: input_schema,
  }));
  const said = readConversation(instructions, messages.map(toTurn), offered);
  if (!said.ok) return said;
  const schema = output_config?.format?.schema ?? null;
  const prefixes = prefixesOf(request);
  return { ok: true, value: { model, system: instructions, ...said.value, schema, prefixes } };
}

/**
 * The cacheable prefixes: the tools with the system prompt, then each message with all before it. Empty where nothing
 * is marked for caching.
 */
function prefixesOf(request: z.infer<typeof countRequestSchema>): readonly Prefix[] {
  const { messages, tools = [], system, cache_control } = request;
  const isSystemMarked = Array.isArray(system) && system.some((block) => block.cache_control != null);
  if (!isSystemMarked && cache_control == null) return [];
  const head = `${tools.length === 0 ? "" : JSON.stringify(tools)}${textOf(system)}`;
  const rest = messages.map((_, index) => ({
    text: head + JSON.stringify(messages.slice(0, index + 1)),
    isMarked: cache_control != null && index === messages.length - 1,
  }));
  return [{ text: head, isMarked: isSystemMarked }, ...rest];
}

function toTurn(message: Message): Turn {
  const { content: said } = message;
  if (message.role === "user") {
    if (typeof said === "string") return { role: "user", text: said };
    const results = said.flatMap((block) =>
      block.type === "tool_result" ? [{ id: block.tool_use_id, text: block.content }] : [],
    );
    const files = said.flatMap((block) =>
      block.type === "image" || block.type === "document"
        ? [{ mediaType: block.source.media_type, base64: block.source.data }]
        : [],
    );
    return results.length > 0 ? { role: "tool", results } : { role: "user", text: textsIn(said), files };
  }
  if (typeof said === "string") return { role: "assistant", text: said, calls: [] };
  const calls = said.flatMap((block) =>
    block.type === "tool_use" ? [{ id: block.id, name: block.name, input: block.input }] : [],
  );
  return { role: "assistant", text: textsIn(said), calls };
}

function textsIn(blocks: readonly { readonly type: string; readonly text?: unknown }[]): string {
  return blocks.flatMap(({ type, text }) => (type === "text" ? [String(text)] : [])).join("\n");
}

function textOf(value: Content | undefined): string {
  if (value === undefined || typeof value === "string") return value ?? "";
  return value.map((block) => block.text).join("\n");
}

const typeByStatus: { readonly [status: number]: string } = {
  400: "invalid_request_error",
  401: "authentication_error",
  404: "not_found_error",
  405: "invalid_request_error",
  413: "request_too_large",
  429: "rate_limit_error",
  500: "api_error",
  529: "overloaded_error",
};

function errorBody(status: number, message: string, requestId: string): string {
  const type = typeByStatus[status] ?? "api_error";
  return JSON.stringify({ type: "error", error: { type, message }, request_id: requestId });
}

const wordOf = (ending: StopReason) => (ending === "new" ? newReason : ending);
const indexOf = ({ hasThought }: Told) => (hasThought ? 1 : 0);
const blockStart = (index: number, block: object) =>
  namedEvent("content_block_start", { index, content_block: block });

function head({ requestId, model }: Told) {
  return { id: `msg_${requestId}`, type: "message", role: "assistant", model };
}

/** Cached tokens are counted separately. */
function inputOf({ inputTokens, cacheReadTokens, cacheWriteTokens }: Told) {
  return {
    input_tokens: inputTokens - cacheReadTokens - cacheWriteTokens,
    cache_creation_input_tokens: cacheWriteTokens,
    cache_read_input_tokens: cacheReadTokens,
  };
}

function toolUse({ id, name, input }: SandboxCall, index: number): string {
  const pieces = inPieces(input).map((partial_json) =>
    namedEvent("content_block_delta", { index, delta: { type: "input_json_delta", partial_json } }),
  );
  const begun = blockStart(index, { type: "tool_use", id, name, input: {} });
  return begun + pieces.join("") + namedEvent("content_block_stop", { index });
}

/** The Messages API of Anthropic. */
export const messagesWire: SandboxWire = {
  parse,
  errorBody,
  whole: (told, { text, calls }, ending) => ({
    ...head(told),
    content: [{ type: "text", text }, ...calls.map((call) => ({ type: "tool_use", ...call }))],
    stop_reason: wordOf(ending),
    stop_sequence: null,
    usage: {
      ...inputOf(told),
      output_tokens: told.outputTokens,
      service_tier: "standard",
    },
  }),
  start: (told) =>
    namedEvent("message_start", {
      message: {
        ...head(told),
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: {
          ...inputOf(told),
          output_tokens: 0,
          service_tier: "standard",
        },
      },
    }),
  keepAlive: namedEvent("ping", {}),
  thinkStart: () => blockStart(0, { type: "thinking", thinking: "" }),
  thinkEnd: () => namedEvent("content_block_stop", { index: 0 }),
  textStart: (told) => blockStart(indexOf(told), { type: "text", text: "" }),
  text: (piece, told) =>
    namedEvent("content_block_delta", { index: indexOf(told), delta: { type: "text_delta", text: piece } }),
  end: (told, { calls }, ending) => {
    const usage = {
      input_tokens: null,
      cache_creation_input_tokens: null,
      cache_read_input_tokens: null,
      output_tokens: told.outputTokens,
    };
    const delta = { stop_reason: wordOf(ending), stop_sequence: null };
    return (
      namedEvent("content_block_stop", { index: indexOf(told) }) +
      calls.map((call, place) => toolUse(call, indexOf(told) + 1 + place)).join("") +
      namedEvent("message_delta", { delta, usage }) +
      namedEvent("message_stop", {})
    );
  },
  errorEvent: (status, message, requestId) =>
    `event: error\ndata: ${errorBody(status, message, requestId)}\n\n`,
  malformed: 'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"del\n\n',
};
