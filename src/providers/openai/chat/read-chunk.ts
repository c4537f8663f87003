import { z } from "zod";
import { jsonObjectSchema } from "#core/json/json.ts";
import { cutText } from "#core/json/normalize-text.ts";
import type { ModelUsage } from "#core/model/usage.ts";
import type { ModelEvent, StopReason } from "#engine/ports.ts";
import { endedWithoutReason, parseEventData, unreadableEvent } from "../../wire/json-body.ts";
import type { ReadStep } from "../../wire/stream-call.ts";
import { addToolInput, beginTool, endTool, noToolCalls, type ToolCalls } from "../../wire/tool-calls.ts";
import { unknownEvent } from "../../wire/unknown-event.ts";
import type { CallSize } from "../../wire/usage-guess.ts";
import { chatWords, toUsage } from "../usage.ts";
import { readVendorError, type VendorError } from "../vendor-error.ts";

const text = z.string().nullish();
const toolCallSchema = z.object({
  index: z.number().int().optional(),
  id: text,
  function: z.object({ name: text, arguments: text }).nullish(),
});
const choiceSchema = z.object({
  /** Some servers send no delta in the last chunk of an answer. */
  delta: z
    .looseObject({
      content: text,
      refusal: text,
      /** Two names for the model's thinking. */
      reasoning_content: text,
      reasoning: text,
      tool_calls: z.array(toolCallSchema).nullish(),
    })
    .nullish(),
  finish_reason: text,
});
const chunkSchema = z.object({
  choices: z.array(choiceSchema).nullish(),
  usage: jsonObjectSchema.nullish(),
  error: z.unknown().optional(),
});
type Delta = NonNullable<z.infer<typeof choiceSchema>["delta"]>;
type ToolCallPiece = z.infer<typeof toolCallSchema>;

/** The state of an answer after some of its chunks. */
export interface ChatState {
  readonly size: CallSize;
  readonly hasBegun: boolean;
  readonly usage: z.infer<typeof jsonObjectSchema> | null;
  /** Why the answer ended, in the server's word. Null while it continues. */
  readonly finish: string | null;
  readonly tools: ToolCalls;
  readonly refused: boolean;
  readonly outputChars: number;
  readonly complete: boolean;
}

/** The state before the first chunk of an answer. */
export function initialChatState(size: CallSize): ChatState {
  return {
    size,
    hasBegun: false,
    usage: null,
    finish: null,
    tools: noToolCalls,
    refused: false,
    outputChars: 0,
    complete: false,
  };
}

type Step = ReadStep<ChatState>;
type Fail = (error: VendorError) => never;

/** Folds the data of one event into the state. Calls `fail` where the server reports that the call failed. */
export function readChunk(state: ChatState, data: string, fail: Fail): Step {
  if (data.trim() === "[DONE]") return complete(state);
  const body = parseEventData(data);
  const parsed = chunkSchema.safeParse(body);
  if (!parsed.success) throw unreadableEvent("chunk");
  const { choices, usage, error } = parsed.data;
  if (error != null) return fail(readVendorError(error));
  if (choices == null && usage == null)
    return { state, events: [unknownEvent(String(body.object ?? "chunk"))] };
  const told = { ...state, hasBegun: true, usage: usage ?? state.usage };
  const choice = choices?.[0];
  if (choice === undefined) return { state: told, events: [] };
  const step = readDelta(told, choice.delta ?? {});
  return { ...step, state: { ...step.state, finish: choice.finish_reason ?? state.finish } };
}

/**
 * The body has ended without the wire's own end marker. An answer that gave a finish reason is still complete: some
 * servers close there. Null: it was cut.
 */
export function readEndOfBody(state: ChatState): Step | null {
  return state.finish === null ? null : complete(state);
}

/** The usage known so far. Null before the answer began. */
export function usageSoFar(state: ChatState): ModelUsage | null {
  if (!state.hasBegun) return null;
  const { size, usage, finish, outputChars } = state;
  const known = { size, told: usage, isFinal: finish !== null, outputChars };
  return toUsage({ words: chatWords, ...known, tier: null, region: null });
}

function readDelta(state: ChatState, delta: Delta): Step {
  const refusal = delta.refusal ?? "";
  const said = (delta.content ?? "") + refusal;
  const hidden = delta.reasoning_content ?? delta.reasoning ?? "";
  const heard = {
    ...state,
    refused: state.refused || refusal !== "",
    outputChars: state.outputChars + said.length + hidden.length,
  };
  const withTools = (delta.tool_calls ?? []).reduce(readToolPiece, heard);
  return { state: withTools, events: said === "" ? [] : [{ type: "text", text: said }] };
}

/** Pieces refer to their call by its index; a call begins with its first piece that has a name. */
function readToolPiece(state: ChatState, piece: ToolCallPiece): ChatState {
  const { index = 0, id, function: called } = piece;
  const begun =
    state.tools.open[index] === undefined
      ? beginTool(state.tools, index, id ?? "", called?.name ?? "")
      : state.tools;
  const input = called?.arguments ?? "";
  return {
    ...state,
    tools: addToolInput(begun, index, input),
    outputChars: state.outputChars + input.length,
  };
}

function complete(state: ChatState): Step {
  if (state.finish === null) throw endedWithoutReason();
  const usage = usageSoFar(state);
  return {
    state: { ...state, complete: true },
    events: [
      ...toolCallsOf(state.tools),
      ...(usage === null ? [] : [{ type: "usage" as const, usage }]),
      stopOf(state, state.finish),
    ],
  };
}

function toolCallsOf(tools: ToolCalls): readonly ModelEvent[] {
  return Object.keys(tools.open).flatMap((index) => endTool(tools, Number(index)).events);
}

const reasons: ReadonlyMap<string, StopReason> = new Map([
  ["stop", "end_turn"],
  ["length", "max_tokens"],
  ["tool_calls", "tool_use"],
  ["function_call", "tool_use"],
  ["content_filter", "refusal"],
]);

function stopOf({ refused }: ChatState, finish: string): ModelEvent {
  const vendorReason = cutText(finish, 64);
  if (refused) return { type: "stop", reason: "refusal", vendorReason };
  return { type: "stop", reason: reasons.get(finish) ?? "other", vendorReason };
}
