import { setTimeout as sleep } from "node:timers/promises";
import { statusFaults } from "#core/model/sandbox-faults.ts";
import { answer, proseAnswer, type SandboxAnswer } from "./answer.ts";
import { inputTokensOf } from "./asked.ts";
import { type MessageCall, toldOf } from "./message-call.ts";
import { callCharacters, streamAnswer, untilGone } from "./stream-answer.ts";
import { estimateTokens } from "./token-pieces.ts";
import { sendError, sendJson } from "./vendor-errors.ts";

/** Answers a model request. Returns how it ended; throws when the client disconnects. */
export async function answerMessage(call: MessageCall): Promise<string> {
  const { request, model, entry, meetsFault } = call;
  const status = meetsFault ? statusFaults.find((fault) => fault === model.fault) : undefined;
  if (status !== undefined) return refuse(call, Number(status));
  if (meetsFault && model.fault === "slow-headers") return untilGone(call.gone);
  if (meetsFault && model.fault === "web-page") return sendWebPage(call);
  entry.status = 200;
  bookInput(call);
  const said = meetsFault && model.fault === "not-json" ? proseAnswer : answer(model, request);
  if (!request.isStreamed) return sendWhole(call, said);
  return streamAnswer({ ...call, answer: said });
}

function bookInput({ entry, request, promptCache }: MessageCall): void {
  const { readTokens, writeTokens } = promptCache.use(request.model, request.prefixes ?? []);
  entry.inputTokens = Math.max(inputTokensOf(request), readTokens + writeTokens);
  entry.cacheReadTokens = readTokens;
  entry.cacheWriteTokens = writeTokens;
}

/** The login page that a proxy may answer with. */
function sendWebPage({ response, entry }: MessageCall): string {
  entry.status = 200;
  response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Log in</title>");
  return "web-page";
}

function refuse(call: MessageCall, status: number): string {
  const { response, model, entry } = call;
  const waits = status === 429 || status === 529;
  const headers =
    waits && model.retryAfterSeconds !== null ? { "retry-after": String(model.retryAfterSeconds) } : {};
  entry.status = status;
  sendError(response, call.wire, status, rehearsed(status, call.credential), headers);
  return String(status);
}

function rehearsed(status: number, credential: string): string {
  return status === 401 ? `invalid key: ${credential}` : "This fault was rehearsed, as the model's name asks";
}

async function sendWhole(call: MessageCall, said: SandboxAnswer): Promise<string> {
  const { response, entry, model } = call;
  await sleep(model.paceMs * said.pieces.length, undefined, { signal: call.gone });
  const text = said.pieces.join("");
  entry.piecesSent = said.pieces.length;
  entry.outputTokens = estimateTokens(text.length + callCharacters(said.calls));
  const told = toldOf(call);
  sendJson(
    response,
    200,
    JSON.stringify(call.wire.whole(told, { text, calls: said.calls }, said.stopReason)),
  );
  return "completed";
}
