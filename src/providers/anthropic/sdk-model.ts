import { AppError } from "#core/errors.ts";
import type { ModelPort } from "#engine/ports.ts";
import { toKeyCheck } from "../wire/key-check.ts";
import { shortCall } from "../wire/short-call.ts";
import { createClient, type FetchFunction } from "./client.ts";
import { listModels } from "./list-models.ts";
import { mapError } from "./map-error.ts";
import { streamMessage } from "./stream-message.ts";
import { toCountParams } from "./to-request.ts";

export interface AnthropicModelOptions {
  readonly apiKey: string;
  /**
   * Always given, never taken from the environment: `https://api.anthropic.com`, or a server of the same wire format.
   */
  readonly baseUrl: string;
  /** How messages to people call the vendor. Default: Anthropic. */
  readonly label?: string;
  /** From the call to the head of the answer. Default: 60 s. */
  readonly connectTimeoutMs?: number;
  /** Between two signs of life of a stream, keep-alives among them. Default: 60 s. */
  readonly idleTimeoutMs?: number;
  /** While nothing but keep-alives comes: a model that thinks for long sends nothing else. Default: an hour. */
  readonly keepAliveTimeoutMs?: number;
  /**
   * The whole of one streamed call. Default: a day, the longest that a node may take; its own time-out is what bounds
   * it.
   */
  readonly totalTimeoutMs?: number;
  readonly fetch?: FetchFunction;
}

/** The model port over the vendor's SDK. Whoever imports this loads the SDK. */
export function createSdkModel(options: AnthropicModelOptions): ModelPort {
  const label = options.label ?? "Anthropic";
  const connectTimeoutMs = options.connectTimeoutMs ?? 60_000;
  const timeouts = {
    connectTimeoutMs,
    idleTimeoutMs: options.idleTimeoutMs ?? 60_000,
    keepAliveTimeoutMs: options.keepAliveTimeoutMs ?? 3_600_000,
    totalTimeoutMs: options.totalTimeoutMs ?? 86_400_000,
  };
  const { apiKey, baseUrl, fetch = globalThis.fetch } = options;
  const client = createClient({ apiKey, baseUrl, label, connectTimeoutMs, fetch });
  const short = <T>(model: string | null, signal: AbortSignal, call: (limited: AbortSignal) => Promise<T>) =>
    shortCall(label, signal, call, (error) => mapError(error, { label, apiKey, model, nowMs: Date.now() }));
  const list = (signal: AbortSignal) => short(null, signal, (limited) => listModels(client, limited));

  return {
    stream: (request, { signal }) => streamMessage({ client, apiKey, label, timeouts }, request, signal),
    listModels: ({ signal }) => list(signal),
    checkKey: ({ signal }) => toKeyCheck(list(signal), label),
    countTokens: (request, { signal }) =>
      short(request.model, signal, async (limited) => {
        const counted = await client.messages.countTokens(toCountParams(request), { signal: limited });
        return readCount(counted, label);
      }),
  };
}

function readCount(counted: { readonly input_tokens: number } | undefined, label: string): number {
  const count = counted?.input_tokens;
  if (count !== undefined && Number.isSafeInteger(count) && count >= 0) return count;
  throw new AppError("PROVIDER_PROTOCOL", `${label} gave no token count. Trying again may help.`);
}
