import { setTimeout as sleep } from "node:timers/promises";
import type { SandboxFault } from "#core/model/sandbox-faults.ts";
import type { SandboxAnswer } from "./answer.ts";
import type { SandboxCall } from "./asked.ts";
import { type MessageCall, toldOf } from "./message-call.ts";
import { estimateTokens } from "./token-pieces.ts";
import { newReason, type StopReason } from "./wires/wire.ts";

export interface StreamCall extends MessageCall {
  readonly answer: SandboxAnswer;
}

/** The stop reasons of rehearsals that do not break the answer off. */
const endings: { readonly [Fault in SandboxFault]?: StopReason } = {
  empty: "end_turn",
  "only-thinking": "max_tokens",
  refusal: "refusal",
  "max-tokens": "max_tokens",
  "tool-use": "tool_use",
  "pause-turn": "pause_turn",
  "new-reason": "new",
  "big-event": "end_turn",
  "not-json": "end_turn",
};

const keepAliveMs = 250;
/** More than any client should buffer. */
const bigEventCharacters = 8_388_608;

/** Pieces per write when the client reads without limit. */
const maxBatch = 64;

/**
 * Streams an answer as the vendor does, piece by piece at the model's pace, with the rehearsed fault in the middle.
 * Returns how it ended; throws when the client disconnects.
 */
export async function streamAnswer(call: StreamCall): Promise<string> {
  const { response, model, answer, wire } = call;
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache",
  });
  await write(call, wire.start(toldOf(call)) + wire.keepAlive);
  if (model.thinkMs > 0) await think(call);
  await write(call, wire.textStart(toldOf(call)));
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
      response.end(wire.errorEvent(529, "Overloaded", call.entry.requestId));
      return fault;
    case "malformed":
      response.end(wire.malformed);
      return fault;
    case "big-event":
      await sendBigEvent(call);
      break;
    case "only-thinking":
      call.entry.outputTokens = call.request.maxTokens;
      break;
    case "stall":
      return untilGone(call.gone);
  }
  return finish(call, endings[fault] ?? "end_turn");
}

/** While a model thinks without showing it, the vendor sends only keep-alives. */
async function think(call: StreamCall): Promise<void> {
  const startMs = performance.now();
  await write(call, call.wire.thinkStart());
  for (let passedMs = 0; passedMs < call.model.thinkMs; passedMs = performance.now() - startMs) {
    await sleep(Math.min(keepAliveMs, call.model.thinkMs - passedMs), undefined, { signal: call.gone });
    await write(call, call.wire.keepAlive);
  }
  await write(call, call.wire.thinkEnd());
}

async function sendBigEvent(call: StreamCall): Promise<void> {
  call.entry.outputTokens = estimateTokens(bigEventCharacters);
  await write(call, call.wire.text("x".repeat(bigEventCharacters), toldOf(call)));
}

/** Sends nothing more; throws when the client disconnects. */
export async function untilGone(gone: AbortSignal): Promise<never> {
  await sleep(2 ** 31 - 1, undefined, { signal: gone, ref: false });
  throw new Error("No client waits this long");
}

/** All pieces that are due go out in one write, so late timers do not slow the pace. */
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
      const told = toldOf(call);
      await write(call, batch.map((piece) => call.wire.text(piece, told)).join(""));
    }
    const waitMs = startMs + sent * paceMs - performance.now();
    if (waitMs > 0) await sleep(waitMs, undefined, { signal: call.gone });
  }
}

/** Calls are output too. */
export function callCharacters(calls: readonly SandboxCall[]): number {
  return calls.length === 0 ? 0 : JSON.stringify(calls).length;
}

/** A rehearsed call names a tool that was not offered. */
function rehearsedCalls(ending: StopReason): readonly SandboxCall[] {
  return ending === "tool_use" ? [{ id: "call_sandbox", name: "rehearsed", input: {} }] : [];
}

async function finish(call: StreamCall, ending: StopReason): Promise<string> {
  const text = call.answer.pieces.slice(0, call.entry.piecesSent).join("");
  const calls = ending === call.answer.stopReason ? call.answer.calls : rehearsedCalls(ending);
  const said = { text, calls };
  if (call.answer.calls.length > 0) {
    call.entry.outputTokens = estimateTokens(text.length + callCharacters(calls));
  }
  call.gone.throwIfAborted();
  call.response.end(call.wire.end(toldOf(call), said, ending));
  return ending === "end_turn" ? "completed" : `completed:${ending === "new" ? newReason : ending}`;
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
