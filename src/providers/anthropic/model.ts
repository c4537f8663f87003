import type { ModelEvent, ModelPort } from "#engine/ports.ts";
import { checkBaseUrl, checkKey } from "../wire/credential.ts";
import type { AnthropicModelOptions } from "./sdk-model.ts";

export const anthropicBaseUrl = "https://api.anthropic.com";

/**
 * The model port over Anthropic's Messages API, for one credential. One HTTP request per call, no retries, nothing
 * taken from the process environment. Throws KEY_MISSING, KEY_INVALID or INVALID_INPUT at once when the key or the base
 * URL cannot be used.
 *
 * The SDK is loaded with the first call: it takes 25 MB and a tenth of a second in each process, and many processes
 * never call this vendor.
 */
export function createAnthropicModel(options: AnthropicModelOptions): ModelPort {
  checkKey(options.apiKey);
  checkBaseUrl(options.baseUrl, anthropicBaseUrl);
  let opened: ModelPort | null = null;
  const open = async () => {
    opened ??= (await import("./sdk-model.ts")).createSdkModel(options);
    return opened;
  };
  async function* openAndStream(...asked: Parameters<ModelPort["stream"]>): AsyncGenerator<ModelEvent> {
    yield* (await open()).stream(...asked);
  }
  return {
    // Each generator in the chain costs some microseconds per piece of an answer.
    stream: (request, call) => opened?.stream(request, call) ?? openAndStream(request, call),
    listModels: async (call) => (await open()).listModels(call),
    checkKey: async (call) => (await open()).checkKey(call),
    countTokens: async (request, call) => (await open()).countTokens(request, call),
  };
}
