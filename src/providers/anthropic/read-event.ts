import type { JsonObject } from "#core/json/json.ts";
import type { ModelUsage } from "#core/model/usage.ts";
import { endedWithoutReason } from "../wire/json-body.ts";
import type { ReadStep } from "../wire/stream-call.ts";
import { addToolInput, beginTool, endTool, noToolCalls, type ToolCalls } from "../wire/tool-calls.ts";
import { unknownEvent } from "../wire/unknown-event.ts";
import { type CallSize, reportedCount } from "../wire/usage-guess.ts";
import { toStopReason } from "./stop-reason.ts";
import { addToThought, beginThought, endThought, type Thoughts, thoughtsOf } from "./thoughts.ts";
import { estimatedUsage, finalUsage, mergeUsage } from "./usage.ts";
import type { ContentBlock, ContentDelta, WireEvent } from "./wire-event.ts";

/** The state of an answer after some of its events. */
export interface ReadState {
  /** The vendor's usage object, merged. Null before the answer began. */
  readonly usage: JsonObject | null;
  readonly size: CallSize;
  /** The usage includes the vendor's final output count. */
  readonly usageIsFinal: boolean;
  readonly stopReason: string | null;
  readonly tools: ToolCalls;
  readonly thoughts: Thoughts;
  /** Length of all output so far, shown or not: thinking and tool input are billed like text. */
  readonly outputChars: number;
  /** The vendor's last event has arrived. */
  readonly complete: boolean;
}

/** The state before the first event of an answer. */
export function initialReadState(size: CallSize, offersTools = false): ReadState {
  return {
    usage: null,
    size,
    usageIsFinal: false,
    stopReason: null,
    tools: noToolCalls,
    thoughts: thoughtsOf(offersTools),
    outputChars: 0,
    complete: false,
  };
}

type Step = ReadStep<ReadState>;

/**
 * Folds one wire event into the state and returns the events for the engine. Throws PROVIDER_PROTOCOL when the order is
 * impossible.
 */
export function readEvent(state: ReadState, wire: WireEvent): Step {
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
        events: wire.type === "ping" ? [] : [unknownEvent(wire.type)],
      };
  }
}

/** The usage known so far. Null before the answer began. */
export function usageSoFar(state: ReadState): ModelUsage | null {
  const { usage, size, usageIsFinal } = state;
  if (usage === null) return null;
  return usageIsFinal ? finalUsage(usage, size) : estimatedUsage(usage, size, state.outputChars);
}

function readStart(state: ReadState, told: JsonObject): Step {
  return withUsageTold({ ...state, usage: mergeUsage(state.usage ?? {}, told) });
}

function withUsageTold(state: ReadState): Step {
  const usage = usageSoFar(state);
  return { state, events: usage === null ? [] : [{ type: "usage", usage }] };
}

function readBlock(state: ReadState, index: number, block: ContentBlock): Step {
  if (block.type === "tool_use") {
    return {
      state: { ...state, tools: beginTool(state.tools, index, block.id ?? "", block.name ?? "") },
      events: [],
    };
  }
  if (block.type === "text") return readText(state, block.text ?? "");
  if (block.type === "thinking" || block.type === "redacted_thinking") {
    return { state: { ...state, thoughts: beginThought(state.thoughts, index, block) }, events: [] };
  }
  return { state, events: [unknownEvent(`content_block_start.${block.type}`)] };
}

function readDelta(state: ReadState, index: number, delta: ContentDelta): Step {
  switch (delta.type) {
    case "text_delta":
      return readText(state, delta.text ?? "");
    case "thinking_delta":
      return { state: readThought(addOutput(state, delta.thinking ?? ""), index, delta), events: [] };
    case "input_json_delta":
      return readToolInput(state, index, delta.partial_json ?? "");
    case "signature_delta":
      return { state: readThought(state, index, delta), events: [] };
    default:
      return { state, events: [unknownEvent(`content_block_delta.${delta.type}`)] };
  }
}

function readText(state: ReadState, text: string): Step {
  return { state: addOutput(state, text), events: text === "" ? [] : [{ type: "text", text }] };
}

function readThought(state: ReadState, index: number, delta: ContentDelta): ReadState {
  return { ...state, thoughts: addToThought(state.thoughts, index, delta) };
}

function readToolInput(state: ReadState, index: number, piece: string): Step {
  const tools = addToolInput(state.tools, index, piece);
  return { state: { ...addOutput(state, piece), tools }, events: [] };
}

function closeBlock(state: ReadState, index: number): Step {
  const { calls, events } = endTool(state.tools, index);
  const thought = endThought(state.thoughts, index);
  return {
    state: { ...state, tools: calls, thoughts: thought.thoughts },
    events: [...events, ...thought.events],
  };
}

function readMessageDelta(state: ReadState, stopReason: string | null, told: JsonObject): Step {
  return withUsageTold({
    ...state,
    usage: mergeUsage(state.usage ?? {}, told),
    usageIsFinal: stopReason !== null && reportedCount(told.output_tokens) !== null,
    stopReason: stopReason ?? state.stopReason,
  });
}

function readStop(state: ReadState): Step {
  const vendorReason = state.stopReason;
  if (vendorReason === null) throw endedWithoutReason();
  return {
    state: { ...state, complete: true },
    events: [{ type: "stop", reason: toStopReason(vendorReason), vendorReason: vendorReason.slice(0, 64) }],
  };
}

function addOutput(state: ReadState, output: string): ReadState {
  return { ...state, outputChars: state.outputChars + output.length };
}
