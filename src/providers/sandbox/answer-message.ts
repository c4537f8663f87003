import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, answer } from "./answer.ts";
import type { BillingEntry } from "./billing-log.ts";
import { inputCharacters, type MessageRequest } from "./message-request.ts";
import { type SandboxModel, statusFaults } from "./sandbox-model.ts";
import { streamAnswer, untilGone } from "./stream-answer.ts";
import { estimateTokens } from "./token-pieces.ts";
import { sendError, sendJson } from "./vendor-errors.ts";

export interface MessageCall {
  readonly response: ServerResponse;
  readonly gone: AbortSignal;
  readonly entry: BillingEntry;
  readonly request: MessageRequest;
  readonly model: SandboxModel;
  readonly meetsFault: boolean;
  /** The credential as it was sent: a refused one is echoed, as careless vendors do. */
  readonly credential: string;
}

/** Answers POST /v1/messages; returns how it ended and throws when the client hangs up. */
export async function answerMessage(call: MessageCall): Promise<string> {
  const { request, model, entry, meetsFault } = call;
  const status = meetsFault ? statusFaults.find((fault) => fault === model.fault) : undefined;
  if (status !== undefined) return refuse(call, Number(status));
  if (meetsFault && model.fault === "slow-headers") return untilGone(call.gone);
  if (meetsFault && model.fault === "web-page") return sendWebPage(call);
  entry.status = 200;
  entry.inputTokens = estimateTokens(inputCharacters(request));
  const said = answer(model, request);
  if (request.stream !== true) return sendWhole(call, said);
  return streamAnswer({ ...call, modelName: request.model, maxTokens: request.max_tokens, answer: said });
}

/** What a proxy answers that wants somebody to log in. */
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
  sendError(response, status, rehearsed(status, call.credential), headers);
  return String(status);
}

function rehearsed(status: number, credential: string): string {
  return status === 401 ? `invalid key: ${credential}` : "This fault was rehearsed, as the model's name asks";
}

async function sendWhole(call: MessageCall, said: Answer): Promise<string> {
  const { response, entry, model, request } = call;
  await sleep(model.paceMs * said.pieces.length, undefined, { signal: call.gone });
  const text = said.pieces.join("");
  entry.piecesSent = said.pieces.length;
  entry.outputTokens = estimateTokens(text.length);
  const message = {
    id: `msg_${entry.requestId}`,
    type: "message",
    role: "assistant",
    model: request.model,
    content: [{ type: "text", text }],
    stop_reason: said.stopReason,
    stop_sequence: null,
    usage: { input_tokens: entry.inputTokens, output_tokens: entry.outputTokens, service_tier: "standard" },
  };
  sendJson(response, 200, JSON.stringify(message));
  return "completed";
}
