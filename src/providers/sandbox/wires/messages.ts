import { z } from "zod";
import { jsonObjectSchema } from "#core/json/json.ts";
import type { Asked } from "../asked.ts";
import { type Ending, namedEvent, newReason, type ParsedBody, type SandboxWire, type Told } from "./wire.ts";

const textBlock = z.looseObject({ type: z.literal("text"), text: z.string() });
const content = z.union([z.string(), z.array(textBlock)]);
type Content = z.infer<typeof content>;

/** Strict at the top like the vendor, which refuses what it does not know, sampling parameters among it. */
const countRequestSchema = z.strictObject({
  model: z.string().min(1).max(256),
  messages: z.array(z.strictObject({ role: z.enum(["user", "assistant"]), content })).min(1),
  system: content.optional(),
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

type Counted = Pick<Asked, "model" | "system" | "text" | "characters" | "schema">;

/** A request to count tokens. */
export function parseCountRequest(body: unknown): ParsedBody<Counted> {
  const parsed = countRequestSchema.safeParse(body);
  return parsed.success
    ? { ok: true, value: toCounted(parsed.data) }
    : { ok: false, message: z.prettifyError(parsed.error) };
}

function parse(body: unknown): ParsedBody<Asked> {
  const parsed = messageRequestSchema.safeParse(body);
  if (!parsed.success) return { ok: false, message: z.prettifyError(parsed.error) };
  const { max_tokens, metadata, stream } = parsed.data;
  return {
    ok: true,
    value: {
      ...toCounted(parsed.data),
      maxTokens: max_tokens,
      userId: metadata?.user_id ?? null,
      isStreamed: stream === true,
    },
  };
}

function toCounted({ model, messages, system, output_config }: z.infer<typeof countRequestSchema>): Counted {
  const instructions = textOf(system);
  return {
    model,
    system: instructions,
    text: textOf(messages.findLast(({ role }) => role === "user")?.content),
    characters: messages.reduce((sum, message) => sum + textOf(message.content).length, instructions.length),
    schema: output_config?.format?.schema ?? null,
  };
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

const wordOf = (ending: Ending) => (ending === "new" ? newReason : ending);
const indexOf = ({ hasThought }: Told) => (hasThought ? 1 : 0);
const blockStart = (index: number, block: object) =>
  namedEvent("content_block_start", { index, content_block: block });

function head({ requestId, model }: Told) {
  return { id: `msg_${requestId}`, type: "message", role: "assistant", model };
}

/** The Messages API of Anthropic. */
export const messagesWire: SandboxWire = {
  parse,
  errorBody,
  whole: (told, text, ending) => ({
    ...head(told),
    content: [{ type: "text", text }],
    stop_reason: wordOf(ending),
    stop_sequence: null,
    usage: {
      input_tokens: told.inputTokens,
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
          input_tokens: told.inputTokens,
          cache_creation_input_tokens: 0,
          cache_read_input_tokens: 0,
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
  end: (told, _text, ending) => {
    const usage = {
      input_tokens: null,
      cache_creation_input_tokens: null,
      cache_read_input_tokens: null,
      output_tokens: told.outputTokens,
    };
    const delta = { stop_reason: wordOf(ending), stop_sequence: null };
    return (
      namedEvent("content_block_stop", { index: indexOf(told) }) +
      namedEvent("message_delta", { delta, usage }) +
      namedEvent("message_stop", {})
    );
  },
  errorEvent: (status, message, requestId) =>
    `event: error\ndata: ${errorBody(status, message, requestId)}\n\n`,
  malformed: 'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"del\n\n',
};
