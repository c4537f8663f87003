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
  namedEvent,
  newReason,
  type ParsedBody,
  readConversation,
  type Said,
  type SandboxWire,
  type StopReason,
  type Told,
} from "./wire.ts";

const partSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("input_text"), text: z.string() }),
  z.strictObject({ type: z.literal("input_image"), image_url: dataUrlSchema, detail: z.literal("auto") }),
  z.strictObject({ type: z.literal("input_file"), filename: z.string().min(1), file_data: dataUrlSchema }),
]);
const spoken = z.discriminatedUnion("role", [
  z.strictObject({ role: z.literal("user"), content: z.union([z.string(), z.array(partSchema).min(1)]) }),
  z.strictObject({ role: z.literal("assistant"), content: z.string() }),
]);
const toolItemSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("function_call"),
    call_id: z.string().min(1),
    name: toolNameSchema,
    arguments: z.string(),
  }),
  z.strictObject({ type: z.literal("function_call_output"), call_id: z.string().min(1), output: z.string() }),
  z.looseObject({ type: z.literal("reasoning"), encrypted_content: z.string() }),
]);
const itemSchema = z.union([spoken, toolItemSchema]);
type Item = z.infer<typeof spoken> | z.infer<typeof toolItemSchema>;

const toolSchema = z.strictObject({
  type: z.literal("function"),
  name: toolNameSchema,
  description: z.string().optional(),
  parameters: toolSchemaSchema,
  strict: z.boolean(),
});

const countRequestSchema = z.strictObject({
  model: z.string().min(1).max(256),
  input: z.array(itemSchema).min(1),
  tools: z.array(toolSchema).min(1).optional(),
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
  include: z.array(z.literal("reasoning.encrypted_content")).optional(),
  reasoning: z.object({ effort: effortSchema }).optional(),
  safety_identifier: z.string().max(64).optional(),
  service_tier: z.literal("default").optional(),
  store: z.boolean().optional(),
  stream: z.boolean().optional(),
});

type Counted = Pick<Asked, "model" | "system" | "text" | "characters" | "conversation" | "schema">;

/** A request to count tokens. */
export function parseInputTokensRequest(body: unknown): ParsedBody<Counted> {
  const parsed = countRequestSchema.safeParse(body);
  return parsed.success ? toCounted(parsed.data) : { ok: false, message: z.prettifyError(parsed.error) };
}

function parse(body: unknown): ParsedBody<Asked> {
  const parsed = responseRequestSchema.safeParse(body);
  if (!parsed.success) return { ok: false, message: z.prettifyError(parsed.error) };
  const { max_output_tokens, safety_identifier, stream } = parsed.data;
  const counted = toCounted(parsed.data);
  if (!counted.ok) return counted;
  return {
    ok: true,
    value: {
      ...counted.value,
      maxTokens: max_output_tokens,
      userId: safety_identifier ?? null,
      isStreamed: stream === true,
    },
  };
}

function toCounted({
  model,
  input,
  instructions = "",
  text,
  tools = [],
}: z.infer<typeof countRequestSchema>): ParsedBody<Counted> {
  const offered = tools.map(({ name, description = "", parameters }) => ({
    name,
    description,
    schema: parameters,
  }));
  const said = readConversation(instructions, joinTurns(input.flatMap(toTurn)), offered);
  if (!said.ok) return said;
  return {
    ok: true,
    value: { model, system: instructions, ...said.value, schema: text?.format.schema ?? null },
  };
}

function toSpoken(item: z.infer<typeof spoken>): Turn {
  if (item.role === "assistant") return { role: "assistant", text: item.content, calls: [] };
  if (typeof item.content === "string") return { role: "user", text: item.content };
  const texts = item.content.flatMap((part) => (part.type === "input_text" ? [part.text] : []));
  const files = item.content.flatMap((part) => {
    if (part.type === "input_text") return [];
    return [part.type === "input_file" ? part.file_data : part.image_url];
  });
  return { role: "user", text: texts.join("\n"), files };
}

function toTurn(item: Item): readonly Turn[] {
  if (!("type" in item)) return [toSpoken(item)];
  switch (item.type) {
    case "function_call": {
      const call = { id: item.call_id, name: item.name, input: readArguments(item.arguments) };
      return [{ role: "assistant", text: "", calls: [call] }];
    }
    case "function_call_output":
      return [{ role: "tool", results: [{ id: item.call_id, text: item.output }] }];
    case "reasoning":
      return [];
  }
}

/** The endings that make an answer incomplete. */
const incomplete: { readonly [Reason in StopReason]?: string } = {
  max_tokens: "max_output_tokens",
  refusal: "content_filter",
  pause_turn: "pause_turn",
  new: newReason,
};

function responseOf(told: Told, status: string, rest: object = {}) {
  const { requestId, model } = told;
  return { id: `resp_${requestId}`, object: "response", status, model, service_tier: "default", ...rest };
}

function ended(told: Told, { text, calls }: Said, ending: StopReason) {
  const reason = incomplete[ending];
  return responseOf(told, reason === undefined ? "completed" : "incomplete", {
    incomplete_details: reason === undefined ? null : { reason },
    error: null,
    output: [
      { type: "message", role: "assistant", content: [{ type: "output_text", text }] },
      ...calls.map(callItem),
    ],
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

function callItem({ id, name, input }: SandboxCall) {
  return { type: "function_call", call_id: id, name, arguments: JSON.stringify(input) };
}

function toolCall(call: SandboxCall, index: number): string {
  const item = callItem(call);
  const pieces = inPieces(call.input).map((delta) =>
    namedEvent("response.function_call_arguments.delta", { output_index: index, delta }),
  );
  return (
    itemEvent("added", index, { ...item, arguments: "" }) + pieces.join("") + itemEvent("done", index, item)
  );
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
  end: (told, said, ending) => {
    const response = ended(told, said, ending);
    return (
      itemEvent("done", indexOf(told), { type: "message", role: "assistant" }) +
      said.calls.map((call, place) => toolCall(call, indexOf(told) + 1 + place)).join("") +
      namedEvent(`response.${response.status}`, { response })
    );
  },
  errorEvent: (status, message) => {
    const { type: _type, ...error } = openError(status, message);
    return namedEvent("error", error);
  },
  malformed: 'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","del\n\n',
};
