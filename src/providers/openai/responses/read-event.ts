import { jsonObjectSchema } from "#core/json/json.ts";
import { cutText } from "#core/json/normalize-text.ts";
import type { ModelUsage } from "#core/model/usage.ts";
import type { ModelEvent, StopReason } from "#engine/ports.ts";
import type { ReadStep } from "../../wire/stream-call.ts";
import { addToolInput, beginTool, endTool, noToolCalls, type ToolCalls } from "../../wire/tool-calls.ts";
import { unknownEvent } from "../../wire/unknown-event.ts";
import type { CallSize } from "../../wire/usage-guess.ts";
import { responsesWords, toUsage } from "../usage.ts";
import type { VendorError } from "../vendor-error.ts";
import { readVendorError } from "../vendor-error.ts";
import type { WireEvent, WireItem, WireResponse } from "./wire-event.ts";

/** The state of an answer after some of its events. */
export interface ReadState {
  readonly size: CallSize;
  readonly region: string | null;
  /** The vendor has begun to answer, and may bill from here on. */
  readonly hasBegun: boolean;
  /** The final response object. */
  readonly last: WireResponse | null;
  readonly tools: ToolCalls;
  readonly calledTool: boolean;
  readonly refused: boolean;
  /** Length of all output so far, shown or not: reasoning and tool input are billed like text. */
  readonly outputChars: number;
}

/** The state before the first event of an answer. */
export function initialReadState(size: CallSize, region: string | null): ReadState {
  return {
    size,
    region,
    hasBegun: false,
    last: null,
    tools: noToolCalls,
    calledTool: false,
    refused: false,
    outputChars: 0,
  };
}

type Step = ReadStep<ReadState>;
type Fail = (error: VendorError) => never;

/** Folds one wire event into the state. Calls `fail` where the vendor reports that the call failed. */
export function readEvent(before: ReadState, wire: WireEvent, fail: Fail): Step {
  const state = { ...before, hasBegun: before.hasBegun || wire.name !== "unknown" };
  switch (wire.name) {
    case "silent":
    case "response.created":
      return { state, events: [] };
    case "unknown":
      return { state, events: [unknownEvent(wire.type)] };
    case "response.output_text.delta":
      return readText(state, wire.event.delta);
    case "response.refusal.delta":
      return {
        ...readText(state, wire.event.delta),
        state: { ...addOutput(state, wire.event.delta), refused: true },
      };
    case "response.reasoning_text.delta":
    case "response.reasoning_summary_text.delta":
      return { state: addOutput(state, wire.event.delta), events: [] };
    case "response.output_item.added":
    case "response.function_call_arguments.delta":
    case "response.output_item.done":
      return readItem(state, wire);
    case "response.completed":
    case "response.incomplete":
      return readEnd(state, wire.event.response);
    case "response.failed":
      return fail(readVendorError(wire.event.response.error));
    case "error":
      return fail(readVendorError(wire.event.error ?? wire.event));
  }
}

/** The usage known so far. Null before the answer began. */
export function usageSoFar({ last, ...state }: ReadState): ModelUsage | null {
  if (!state.hasBegun) return null;
  return toUsage({
    words: responsesWords,
    size: state.size,
    told: last?.usage ?? null,
    isFinal: last !== null,
    outputChars: state.outputChars,
    tier: last?.service_tier ?? null,
    region: state.region,
  });
}

function readText(state: ReadState, text: string): Step {
  return { state: addOutput(state, text), events: text === "" ? [] : [{ type: "text", text }] };
}

type ItemEvent = Extract<
  WireEvent,
  {
    name:
      | "response.output_item.added"
      | "response.output_item.done"
      | "response.function_call_arguments.delta";
  }
>;

function readItem(state: ReadState, wire: ItemEvent): Step {
  const { output_index: index } = wire.event;
  if (wire.name === "response.function_call_arguments.delta") {
    const { delta } = wire.event;
    return {
      state: { ...addOutput(state, delta), tools: addToolInput(state.tools, index, delta) },
      events: [],
    };
  }
  const { type, call_id = "", name = "" } = wire.event.item;
  if (wire.name === "response.output_item.done" && type === "reasoning") {
    return { state, events: thoughtOf(wire.event.item) };
  }
  if (wire.name === "response.output_item.done") {
    const { calls, events } = endTool(state.tools, index);
    return { state: { ...state, tools: calls, calledTool: state.calledTool || events.length > 0 }, events };
  }
  if (type === "function_call")
    return { state: { ...state, tools: beginTool(state.tools, index, call_id, name) }, events: [] };
  return { state, events: type === "message" || type === "reasoning" ? [] : [unknownEvent(`item.${type}`)] };
}

/** The model's reasoning, where it was requested. The vendor stores nothing, so the next turn must send it back. */
function thoughtOf(item: WireItem): readonly ModelEvent[] {
  if (typeof item.encrypted_content !== "string") return [];
  return [{ type: "thought", block: jsonObjectSchema.parse(item) }];
}

function readEnd(state: ReadState, last: WireResponse): Step {
  const ended = { ...state, last };
  const usage = usageSoFar(ended);
  const stop = stopOf(state, last);
  return { state: ended, events: [...(usage === null ? [] : [{ type: "usage" as const, usage }]), stop] };
}

const reasons: ReadonlyMap<string, StopReason> = new Map([
  ["max_output_tokens", "max_tokens"],
  ["max_tokens", "max_tokens"],
  ["content_filter", "refusal"],
]);

function stopOf({ refused, calledTool }: ReadState, { incomplete_details }: WireResponse): ModelEvent {
  const word = incomplete_details?.reason ?? null;
  if (word !== null)
    return { type: "stop", reason: reasons.get(word) ?? "other", vendorReason: cutText(word, 64) };
  if (refused) return { type: "stop", reason: "refusal", vendorReason: "refusal" };
  return calledTool
    ? { type: "stop", reason: "tool_use", vendorReason: "function_call" }
    : { type: "stop", reason: "end_turn", vendorReason: "completed" };
}

function addOutput(state: ReadState, output: string): ReadState {
  return { ...state, outputChars: state.outputChars + output.length };
}
