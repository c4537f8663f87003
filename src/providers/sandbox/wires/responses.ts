import { z } from "zod";
import { jsonObjectSchema } from "#core/json/json.ts";
import { effortSchema } from "#core/model/effort.ts";
import type { Asked } from "../asked.ts";
import { openError } from "./open-error.ts";
import { type Ending, namedEvent, newReason, type ParsedBody, type SandboxWire, type Told } from "./wire.ts";

const countRequestSchema = z.strictObject({
  model: z.string().min(1).max(256),
  input: z.array(z.strictObject({ role: z.enum(["user", "assistant"]), content: z.string() })).min(1),
  instructions: z.string().optional(),
  text: z
    .object({
      format: z.object({
        type: z.literal("json_schema"),
        name: z.string(),
        schema: jsonObjectSchema,
        strict: z.boolean().optional(),
      }),
    })
    .optional(),
});

const responseRequestSchema = z.strictObject({
  ...countRequestSchema.shape,
  max_output_tokens: z.number().int().min(1),
  reasoning: z.object({ effort: effortSchema }).optional(),
  safety_identifier: z.string().max(64).optional(),
  service_tier: z.literal("default").optional(),
  store: z.boolean().optional(),
  stream: z.boolean().optional(),
});

type Counted = Pick<Asked, "model" | "system" | "text" | "characters" | "schema">;

/** A request to count tokens. */
export function parseInputTokensRequest(body: unknown): ParsedBody<Counted> {
  const parsed = countRequestSchema.safeParse(body);
  return parsed.success
    ? { ok: true, value: toCounted(parsed.data) }
    : { ok: false, message: z.prettifyError(parsed.error) };
}

function parse(body: unknown): ParsedBody<Asked> {
  const parsed = responseRequestSchema.safeParse(body);
  if (!parsed.success) return { ok: false, message: z.prettifyError(parsed.error) };
  const { max_output_tokens, safety_identifier, stream } = parsed.data;
  return {
    ok: true,
    value: {
      ...toCounted(parsed.data),
      maxTokens: max_output_tokens,
      userId: safety_identifier ?? null,
      isStreamed: stream === true,
    },
  };
}

function toCounted({ model, input, instructions = "", text }: z.infer<typeof countRequestSchema>): Counted {
  return {
    model,
    system: instructions,
    text: input.findLast(({ role }) => role === "user")?.content ?? "",
    characters: input.reduce((sum, { content }) => sum + content.length, instructions.length),
    schema: text?.format.schema ?? null,
  };
}

/** Reasons that leave an answer incomplete. */
const incomplete: { readonly [Reason in Ending]?: string } = {
  max_tokens: "max_output_tokens",
  refusal: "content_filter",
  pause_turn: "pause_turn",
  new: newReason,
};

function responseOf(told: Told, status: string, rest: object = {}) {
  const { requestId, model } = told;
  return { id: `resp_${requestId}`, object: "response", status, model, service_tier: "default", ...rest };
}

function ended(told: Told, text: string, ending: Ending) {
  const reason = incomplete[ending];
  return responseOf(told, reason === undefined ? "completed" : "incomplete", {
    incomplete_details: reason === undefined ? null : { reason },
    error: null,
    output: [{ type: "message", role: "assistant", content: [{ type: "output_text", text }] }],
    usage: {
      input_tokens: told.inputTokens,
      input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
      output_tokens: told.outputTokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: told.inputTokens + told.outputTokens,
    },
  });
}

const indexOf = ({ hasThought }: Told) => (hasThought ? 1 : 0);
const itemEvent = (step: "added" | "done", output_index: number, item: object) =>
  namedEvent(`response.output_item.${step}`, { output_index, item });

function toolCall(told: Told): string {
  const index = indexOf(told) + 1;
  const item = { type: "function_call", call_id: "call_sandbox", name: "rehearsed", arguments: "" };
  return itemEvent("added", index, item) + itemEvent("done", index, { ...item, arguments: "{}" });
}

/** The Responses API of OpenAI. */
export const responsesWire: SandboxWire = {
  parse,
  errorBody: (status, message) => JSON.stringify({ error: openError(status, message) }),
  whole: ended,
  start: (told) =>
    namedEvent("response.created", { response: responseOf(told, "in_progress", { usage: null }) }) +
    namedEvent("response.in_progress", { response: responseOf(told, "in_progress", { usage: null }) }),
  keepAlive: namedEvent("keepalive", {}),
  thinkStart: () => itemEvent("added", 0, { type: "reasoning", summary: [] }),
  thinkEnd: () => itemEvent("done", 0, { type: "reasoning", summary: [] }),
  textStart: (told) => itemEvent("added", indexOf(told), { type: "message", role: "assistant", content: [] }),
  text: (piece, told) =>
    namedEvent("response.output_text.delta", {
      output_index: indexOf(told),
      content_index: 0,
      delta: piece,
    }),
  end: (told, text, ending) => {
    const response = ended(told, text, ending);
    return (
      itemEvent("done", indexOf(told), { type: "message", role: "assistant" }) +
      (ending === "tool_use" ? toolCall(told) : "") +
      namedEvent(`response.${response.status}`, { response })
    );
  },
  errorEvent: (status, message) => {
    const { type: _type, ...error } = openError(status, message);
    return namedEvent("error", error);
  },
  malformed: 'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","del\n\n',
};
