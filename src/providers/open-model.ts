import { AppError } from "#core/errors.ts";
import type { ProviderName } from "#core/model/model-ref.ts";
import type { ModelPort } from "#engine/ports.ts";
import { anthropicBaseUrl, createAnthropicModel } from "./anthropic/model.ts";
import { sandboxApiKey } from "./sandbox/server.ts";

/** A credential that has been opened for one call. */
export interface OpenedCredential {
  readonly secret: string;
  /** Null: the vendor's own address. */
  readonly baseUrl: string | null;
}

/** The sandbox speaks Anthropic's wire format, and is read by the same adapter. */
export function openSandboxModel(sandboxUrl: string): ModelPort {
  return createAnthropicModel({ apiKey: sandboxApiKey, baseUrl: sandboxUrl, label: "The sandbox" });
}

/**
 * The model port of a vendor.
 * @throws AppError MODEL_NOT_FOUND for a vendor that this version has no adapter for.
 */
export function openVendorModel(
  provider: Exclude<ProviderName, "sandbox">,
  credential: OpenedCredential,
): ModelPort {
  switch (provider) {
    case "anthropic":
      return createAnthropicModel({
        apiKey: credential.secret,
        baseUrl: credential.baseUrl ?? anthropicBaseUrl,
      });
    case "openai":
      throw new AppError(
        "MODEL_NOT_FOUND",
        "OpenAI models can not be called yet. Choose a model of Anthropic or the sandbox.",
      );
  }
}
