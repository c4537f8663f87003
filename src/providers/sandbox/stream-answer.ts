import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "./answer.ts";
import type { BillingEntry } from "./billing-log.ts";
import type { SandboxFault, SandboxModel } from "./sandbox-model.ts";
import { estimateTokens } from "./token-pieces.ts";
import { vendorErrorBody } from "./vendor-errors.ts";

export interface StreamCall {
  readonly response: ServerResponse;
  /** Fires when the client has hung up. */
  readonly gone: AbortSignal;
  readonly entry: BillingEntry;
  readonly modelName: string;
  readonly maxTokens: number;
  readonly model: SandboxModel;
  readonly answer: Answer;
  readonly meetsFault: boolean;
}

/** The word in which the vendor says how an answer ended, where a rehearsal ends it in no other way. */
const stopReasons: { readonly [Fault in SandboxFault]?: string } = {
  empty: "end_turn",
  "only-thinking": "max_tokens",
  refusal: "refusal",
  "max-tokens": "max_tokens",
  "tool-use": "tool_use",
  "pause-turn": "pause_turn",
  "new-reason": "a_reason_of_2030",
  "big-event": "end_turn",
};

const keepAliveMs = 250;
/** More than any client should keep. */
const bigEventCharacters = 8_388_608;

/** Pieces per write when the client reads as fast as it can. */
const maxBatch = 64;

/**
 * Streams an answer as the vendor does, piece by piece at the model's pace, and in the middle of it the fault that is
 * rehearsed. Returns how it ended; throws when the client hangs up.
 */
export async function streamAnswer(call: StreamCall): Promise<string> {
  const { response, model, answer } = call;
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache",
  });
  await write(call, messageStart(call) + event("ping", {}));
  if (model.thinkMs > 0) await think(call);
  await write(call, blockStart(textIndex(call), { type: "text", text: "" }));
  const fault = call.meetsFault ? model.fault : null;
  await sendPieces(call, fault === null ? answer.pieces : answer.pieces.slice(0, model.after));
  switch (fault) {
    case null:
      return finish(call, answer.stopReason);
    case "reset":
      response.socket?.resetAndDestroy();
      return fault;
    case "cut":
      response.end();
      return fault;
    case "error-event":
      response.end(`event: error\ndata: ${vendorErrorBody(529, "Overloaded", call.entry.requestId)}\n\n`);
      return fault;
    case "malformed":
      response.end('event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"del\n\n');
      return fault;
    case "big-event":
      await sendBigEvent(call);
      break;
    case "only-thinking":
      call.entry.outputTokens = call.maxTokens;
      break;
    case "stall":
      return untilGone(call.gone);
  }
  return finish(call, stopReasons[fault] ?? "end_turn");
}

/** The vendor sends nothing but keep-alives while a model thinks whose thoughts are not shown. */
async function think(call: StreamCall): Promise<void> {
  const startMs = performance.now();
  await write(call, blockStart(0, { type: "thinking", thinking: "" }));
  for (let passedMs = 0; passedMs < call.model.thinkMs; passedMs = performance.now() - startMs) {
    await sleep(Math.min(keepAliveMs, call.model.thinkMs - passedMs), undefined, { signal: call.gone });
    await write(call, event("ping", {}));
  }
  await write(call, event("content_block_stop", { index: 0 }));
}

async function sendBigEvent(call: StreamCall): Promise<void> {
  call.entry.outputTokens = estimateTokens(bigEventCharacters);
  await write(call, textDelta("x".repeat(bigEventCharacters), textIndex(call)));
}

function textIndex({ model }: StreamCall): number {
  return model.thinkMs > 0 ? 1 : 0;
}

/** Sends nothing more; ends by throwing when the client hangs up. */
export async function untilGone(gone: AbortSignal): Promise<never> {
  await sleep(2 ** 31 - 1, undefined, { signal: gone, ref: false });
  throw new Error("No client waits this long");
}

/** All pieces that are due go out in one write: where timers run late, the pace is kept all the same. */
async function sendPieces(call: StreamCall, pieces: readonly string[]): Promise<void> {
  const { paceMs } = call.model;
  const startMs = performance.now();
  let sent = 0;
  let characters = 0;
  while (sent < pieces.length) {
    const dueByPace = paceMs === 0 ? pieces.length : Math.floor((performance.now() - startMs) / paceMs) + 1;
    const batch = pieces.slice(sent, Math.min(dueByPace, sent + maxBatch));
    if (batch.length > 0) {
      sent += batch.length;
      characters += batch.join("").length;
      call.entry.piecesSent = sent;
      call.entry.outputTokens = estimateTokens(characters);
      await write(call, batch.map((piece) => textDelta(piece, textIndex(call))).join(""));
    }
    const waitMs = startMs + sent * paceMs - performance.now();
    if (waitMs > 0) await sleep(waitMs, undefined, { signal: call.gone });
  }
}

async function finish(call: StreamCall, stopReason: string): Promise<string> {
  const usage = {
    input_tokens: null,
    cache_creation_input_tokens: null,
    cache_read_input_tokens: null,
    output_tokens: call.entry.outputTokens,
  };
  await write(call, event("content_block_stop", { index: textIndex(call) }));
  await write(
    call,
    event("message_delta", { delta: { stop_reason: stopReason, stop_sequence: null }, usage }),
  );
  call.response.end(event("message_stop", {}));
  return stopReason === "end_turn" ? "completed" : `completed:${stopReason}`;
}

async function write(call: StreamCall, text: string): Promise<void> {
  call.gone.throwIfAborted();
  if (call.response.write(text)) return;
  const drained = Promise.withResolvers<void>();
  const onGone = () => drained.reject(call.gone.reason);
  call.response.once("drain", drained.resolve);
  call.gone.addEventListener("abort", onGone, { once: true });
  await drained.promise.finally(() => call.gone.removeEventListener("abort", onGone));
}

function event(type: string, fields: { readonly [key: string]: unknown }): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

function blockStart(index: number, block: { readonly [field: string]: string }): string {
  return event("content_block_start", { index, content_block: block });
}

function textDelta(text: string, index: number): string {
  return event("content_block_delta", { index, delta: { type: "text_delta", text } });
}

function messageStart({ entry, modelName }: StreamCall): string {
  const usage = {
    input_tokens: entry.inputTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: 0,
    service_tier: "standard",
  };
  const message = { id: `msg_${entry.requestId}`, type: "message", role: "assistant", model: modelName };
  return event("message_start", {
    message: { ...message, content: [], stop_reason: null, stop_sequence: null, usage },
  });
}
