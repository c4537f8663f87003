import { AppError } from "#core/errors.ts";
import type { ProviderName } from "#core/model/model-ref.ts";
import { parseSandboxModel, type SandboxWireName } from "#core/model/sandbox-model.ts";
import type { ModelPort } from "#engine/ports.ts";
import { anthropicBaseUrl, createAnthropicModel } from "./anthropic/model.ts";
import type { VendorFetch } from "./http/vendor-fetch.ts";
import { createCompatibleModel, createOpenAiModel, openAiBaseUrl } from "./openai/model.ts";
import { sandboxApiKey } from "./sandbox/server.ts";

/** A decrypted credential, for one call. */
export interface OpenedCredential {
  readonly secret: string;
  /** Null: the vendor's own address. */
  readonly baseUrl: string | null;
}

/**
 * The sandbox speaks the vendors' wire formats, so the vendors' adapters read it: Anthropic's, unless the model's name
 * selects another.
 */
export function openSandboxModel(sandboxUrl: string): ModelPort {
  const options = { apiKey: sandboxApiKey, label: "The sandbox" };
  const ports: Readonly<Record<SandboxWireName, ModelPort>> = {
    messages: createAnthropicModel({ ...options, baseUrl: sandboxUrl }),
    responses: createOpenAiModel({ ...options, baseUrl: `${sandboxUrl}/v1` }),
    chat: createCompatibleModel({ ...options, baseUrl: `${sandboxUrl}/v1` }),
  };
  const portOf = (name: string) => {
    const parsed = parseSandboxModel(name);
    return ports[parsed.kind === "model" ? parsed.model.wire : "messages"];
  };
  return {
    ...ports.messages,
    stream: (request, call) => portOf(request.model).stream(request, call),
    countTokens: (request, call) => portOf(request.model).countTokens(request, call),
  };
}

/**
 * The model port of a vendor. A key's own base URL is called through the egress guard, the vendor's own address
 * directly or through the proxy.
 * @throws AppError KEY_INVALID for a key of a compatible server that has no base URL.
 */
export function openVendorModel(
  provider: Exclude<ProviderName, "sandbox">,
  { secret, baseUrl }: OpenedCredential,
  vendorFetch: VendorFetch,
): ModelPort {
  const given = baseUrl === null ? null : { apiKey: secret, baseUrl, fetch: vendorFetch.given };
  const own = { apiKey: secret, fetch: vendorFetch.own };
  switch (provider) {
    case "anthropic":
      return createAnthropicModel(given ?? { ...own, baseUrl: anthropicBaseUrl });
    case "openai":
      return createOpenAiModel(given ?? { ...own, baseUrl: openAiBaseUrl });
    case "openai-compatible":
      if (given !== null) return createCompatibleModel(given);
      throw new AppError(
        "KEY_INVALID",
        "This key has no base URL, so nobody knows which server it is for. Remove it under Provider keys and add it again.",
      );
  }
}
