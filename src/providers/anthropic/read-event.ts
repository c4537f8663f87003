import { AppError } from "#core/errors.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { ModelUsage } from "#core/model/usage.ts";
import type { ModelEvent } from "#engine/ports.ts";
import { toStopReason } from "./stop-reason.ts";
import { countOf, estimatedUsage, expectedInputTokens, finalUsage, mergeUsage } from "./usage.ts";
import type { ContentBlock, ContentDelta, WireEvent } from "./wire-event.ts";

/** No tool is offered, so what a model says to one is only looked at: this much of it, over all calls of an answer. */
const maxToolCharacters = 262_144;

interface OpenTool {
  readonly id: string;
  readonly name: string;
  readonly json: string;
}

/** What is known of an answer after some of its events. */
export interface ReadState {
  /** The vendor's usage object, merged; null before the answer began. */
  readonly usage: JsonObject | null;
  /** The request's input by its length, for a vendor that does not tell. */
  readonly expectedInput: number;
  /** The most that the request let the model write. */
  readonly maxOutput: number;
  /** The usage holds the vendor's last word on the output. */
  readonly usageIsFinal: boolean;
  readonly stopReason: string | null;
  readonly tools: { readonly [index: number]: OpenTool };
  /** Length of all that has been kept of tool calls. */
  readonly toolChars: number;
  /** Length of all output so far, shown or not: thinking and tool input are paid like text. */
  readonly outputChars: number;
  /** The vendor's last event has come: nothing more is needed. */
  readonly complete: boolean;
}

/** Before the first event of an answer to a request of this length, which may write so many tokens. */
export function initialReadState(sentCharacters: number, maxOutput: number): ReadState {
  return {
    usage: null,
    expectedInput: expectedInputTokens(sentCharacters),
    maxOutput,
    usageIsFinal: false,
    stopReason: null,
    tools: {},
    toolChars: 0,
    outputChars: 0,
    complete: false,
  };
}

interface ReadStep {
  readonly state: ReadState;
  readonly events: readonly ModelEvent[];
}

/**
 * Folds one event of the wire into the state and says what to tell the engine. Throws PROVIDER_PROTOCOL when the order
 * makes no sense.
 */
export function readEvent(state: ReadState, wire: WireEvent): ReadStep {
  switch (wire.name) {
    case "message_start":
      return readStart(state, wire.event.message.usage ?? {});
    case "content_block_start":
      return readBlock(state, wire.event.index, wire.event.content_block);
    case "content_block_delta":
      return readDelta(state, wire.event.index, wire.event.delta);
    case "content_block_stop":
      return closeBlock(state, wire.event.index);
    case "message_delta":
      return readMessageDelta(state, wire.event.delta.stop_reason ?? null, wire.event.usage ?? {});
    case "message_stop":
      return readStop(state);
    case "unknown":
      return {
        state,
        events: wire.type === "ping" ? [] : [unknown(wire.type)],
      };
  }
}

/** What the call costs as far as is known; null before the answer began. */
export function usageSoFar(state: ReadState): ModelUsage | null {
  const { usage, expectedInput, usageIsFinal } = state;
  if (usage === null) return null;
  return usageIsFinal ? finalUsage(usage, expectedInput) : estimatedUsage(usage, state);
}

function readStart(state: ReadState, told: JsonObject): ReadStep {
  return withUsageTold({ ...state, usage: mergeUsage(state.usage ?? {}, told) });
}

function withUsageTold(state: ReadState): ReadStep {
  const usage = usageSoFar(state);
  return { state, events: usage === null ? [] : [{ type: "usage", usage }] };
}

function readBlock(state: ReadState, index: number, block: ContentBlock): ReadStep {
  if (block.type === "tool_use") {
    const tool = { id: block.id ?? "", name: block.name ?? "", json: "" };
    const counted = addToolInput(state, tool.id.length + tool.name.length);
    return { state: { ...counted, tools: { ...state.tools, [index]: tool } }, events: [] };
  }
  if (block.type === "text") return readText(state, block.text ?? "");
  if (block.type === "thinking" || block.type === "redacted_thinking") return { state, events: [] };
  return { state, events: [unknown(`content_block_start.${block.type}`)] };
}

/** Its name tells what to look for; its data may be of any size, and nobody would read it. */
function unknown(name: string): ModelEvent {
  return { type: "unknown", name: name.slice(0, 100) };
}

function readDelta(state: ReadState, index: number, delta: ContentDelta): ReadStep {
  switch (delta.type) {
    case "text_delta":
      return readText(state, delta.text ?? "");
    case "thinking_delta":
      return { state: addOutput(state, delta.thinking ?? ""), events: [] };
    case "input_json_delta":
      return readToolInput(state, index, delta.partial_json ?? "");
    case "signature_delta":
      return { state, events: [] };
    default:
      return { state, events: [unknown(`content_block_delta.${delta.type}`)] };
  }
}

function readText(state: ReadState, text: string): ReadStep {
  return { state: addOutput(state, text), events: text === "" ? [] : [{ type: "text", text }] };
}

function readToolInput(state: ReadState, index: number, piece: string): ReadStep {
  const tool = state.tools[index];
  const counted = addToolInput(addOutput(state, piece), piece.length);
  if (tool === undefined) return { state: counted, events: [] };
  const tools = { ...state.tools, [index]: { ...tool, json: tool.json + piece } };
  return { state: { ...counted, tools }, events: [] };
}

function addToolInput(state: ReadState, characters: number): ReadState {
  const toolChars = state.toolChars + characters;
  if (toolChars <= maxToolCharacters) return { ...state, toolChars };
  throw new AppError(
    "OUTPUT_TOO_LARGE",
    `The model called tools with more than ${maxToolCharacters} characters of input.`,
  );
}

function closeBlock(state: ReadState, index: number): ReadStep {
  const tool = state.tools[index];
  if (tool === undefined) return { state, events: [] };
  const { [index]: _closed, ...tools } = state.tools;
  return {
    state: { ...state, tools },
    events: [{ type: "tool-call", id: tool.id, name: tool.name, input: parseToolInput(tool) }],
  };
}

function parseToolInput(tool: OpenTool): Json {
  try {
    return tool.json === "" ? {} : (JSON.parse(tool.json) as Json);
  } catch {
    throw new AppError(
      "PROVIDER_PROTOCOL",
      "The model called a tool with input that is not JSON. Trying again may help.",
    );
  }
}

function readMessageDelta(state: ReadState, stopReason: string | null, told: JsonObject): ReadStep {
  return withUsageTold({
    ...state,
    usage: mergeUsage(state.usage ?? {}, told),
    usageIsFinal: stopReason !== null && countOf(told.output_tokens) !== null,
    stopReason: stopReason ?? state.stopReason,
  });
}

function readStop(state: ReadState): ReadStep {
  const vendorReason = state.stopReason;
  if (vendorReason === null) {
    throw new AppError(
      "PROVIDER_PROTOCOL",
      "The provider ended its answer without saying why. Trying again may help.",
    );
  }
  return {
    state: { ...state, complete: true },
    events: [{ type: "stop", reason: toStopReason(vendorReason), vendorReason: vendorReason.slice(0, 64) }],
  };
}

function addOutput(state: ReadState, output: string): ReadState {
  return { ...state, outputChars: state.outputChars + output.length };
}
