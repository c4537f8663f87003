import { AppError } from "#core/errors.ts";
import type { ModelPort } from "#engine/ports.ts";
import { type CallTimeouts, withDefaultTimeouts } from "../wire/call-watch.ts";
import { toKeyCheck } from "../wire/key-check.ts";
import { shortCall } from "../wire/short-call.ts";
import { createClient, type FetchFunction } from "./client.ts";
import { listModels } from "./list-models.ts";
import { mapError } from "./map-error.ts";
import { streamMessage } from "./stream-message.ts";
import { toCountParams } from "./to-request.ts";

export interface AnthropicModelOptions extends Partial<CallTimeouts> {
  readonly apiKey: string;
  /**
   * Always passed in, never taken from the environment: `https://api.anthropic.com`, or a server of the same wire
   * format.
   */
  readonly baseUrl: string;
  /** The vendor's name in messages to people. Default: Anthropic. */
  readonly label?: string;
  readonly fetch?: FetchFunction;
}

/** The model port over the vendor's SDK. Importing this file loads the SDK. */
export function createSdkModel(options: AnthropicModelOptions): ModelPort {
  const label = options.label ?? "Anthropic";
  const timeouts = withDefaultTimeouts(options);
  const { apiKey, baseUrl, fetch = globalThis.fetch } = options;
  const client = createClient({ apiKey, baseUrl, label, connectTimeoutMs: timeouts.connectTimeoutMs, fetch });
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
