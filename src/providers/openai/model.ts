import { z } from "zod";
import { AppError } from "#core/errors.ts";
import type { ModelPort, ModelRequest } from "#engine/ports.ts";
import { type CallTimeouts, withDefaultTimeouts } from "../wire/call-watch.ts";
import { toKeyCheck } from "../wire/key-check.ts";
import { textsOf } from "../wire/message-texts.ts";
import { shortCall } from "../wire/short-call.ts";
import { toChatParams } from "./chat/to-request.ts";
import { createClient, type FetchFunction, type VendorClient } from "./client.ts";
import { listModels } from "./list-models.ts";
import { mapError } from "./map-error.ts";
import { toCountParams } from "./responses/to-request.ts";
import { streamChat, streamResponse } from "./stream-wire.ts";

export interface OpenAiModelOptions extends Partial<CallTimeouts> {
  readonly apiKey: string;
  /** Always passed in, never taken from the environment. Includes the version: `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  /** The vendor's name in messages to people. */
  readonly label?: string;
  readonly fetch?: FetchFunction;
}

export const openAiBaseUrl = "https://api.openai.com/v1";

/**
 * The model port over OpenAI's Responses API, for one credential. One HTTP request per call, no retries, nothing taken
 * from the process environment.
 * @throws AppError KEY_MISSING, KEY_INVALID or INVALID_INPUT when the key or the base URL cannot be used.
 */
export function createOpenAiModel(options: OpenAiModelOptions): ModelPort {
  const label = options.label ?? "OpenAI";
  return createModel({ ...options, label }, undefined, streamResponse, countByVendor);
}

/** A self-hosted server may first load a model of many gigabytes, and sends nothing while it reads a long prompt. */
const serverPatienceMs = 300_000;

/**
 * The model port over Chat Completions, as Ollama, vLLM, OpenRouter and many others serve it, for one credential. One
 * HTTP request per call, no retries, nothing taken from the process environment.
 * @throws AppError KEY_MISSING, KEY_INVALID or INVALID_INPUT when the key or the base URL cannot be used.
 */
export function createCompatibleModel(options: OpenAiModelOptions): ModelPort {
  const label =
    options.label ?? (URL.canParse(options.baseUrl) ? new URL(options.baseUrl).host : "The server");
  return createModel({ ...options, label }, serverPatienceMs, streamChat, countFromAbove);
}

type Count = (client: VendorClient, request: ModelRequest, signal: AbortSignal) => Promise<number>;

function createModel(
  options: OpenAiModelOptions & { readonly label: string },
  patienceMs: number | undefined,
  stream: typeof streamResponse,
  count: Count,
): ModelPort {
  const { apiKey, baseUrl, label, fetch = globalThis.fetch } = options;
  const timeouts = withDefaultTimeouts(options, patienceMs);
  const client = createClient({ apiKey, baseUrl, label, fetch });
  const short = <T>(model: string | null, signal: AbortSignal, call: (limited: AbortSignal) => Promise<T>) =>
    shortCall(label, signal, call, (error) =>
      mapError(error, { label, apiKey, model, nowMs: Date.now() }, false),
    );
  const list = (signal: AbortSignal) => short(null, signal, (limited) => listModels(client, limited));
  return {
    stream: (request, { signal }) => stream({ client, apiKey, label, timeouts }, request, signal),
    listModels: ({ signal }) => list(signal),
    checkKey: ({ signal }) => toKeyCheck(list(signal), label),
    countTokens: (request, { signal }) =>
      short(request.model, signal, (limited) => count(client, request, limited)),
  };
}

const countSchema = z.object({ input_tokens: z.number().int().nonnegative() });

const countByVendor: Count = async (client, request, signal) => {
  const counted = countSchema.safeParse(
    await client.postJson("/responses/input_tokens", toCountParams(request), signal),
  );
  if (counted.success) return counted.data.input_tokens;
  throw new AppError("PROVIDER_PROTOCOL", "The provider gave no token count. Trying again may help.");
};

/**
 * This wire cannot count tokens, so bytes are the upper bound: a token has at least one. What it cannot send is refused
 * as in a call.
 */
const countFromAbove: Count = async (_client, request) => {
  toChatParams(request);
  const texts = [...textsOf(request), JSON.stringify(request.outputSchema ?? "")];
  return texts.reduce((bytes, text) => bytes + Buffer.byteLength(text), 0);
};
