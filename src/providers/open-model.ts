import { AppError } from "#core/errors.ts";
import type { ProviderName } from "#core/model/model-ref.ts";
import type { ModelPort } from "#engine/ports.ts";
import { anthropicBaseUrl, createAnthropicModel } from "./anthropic/model.ts";
import type { EgressOptions } from "./http/egress.ts";
import { createGuardedFetch, type FetchFunction } from "./http/guarded-fetch.ts";
import { sandboxApiKey } from "./sandbox/server.ts";

/** A credential that has been opened for one call. */
export interface OpenedCredential {
  readonly secret: string;
  /** Null: the vendor's own address. */
  readonly baseUrl: string | null;
}

/** How vendors are called. Make one per process: it keeps connections. */
export interface VendorFetch {
  /** For addresses that people gave with their keys: guarded. */
  readonly given: FetchFunction;
  /** For a vendor's own address: by the proxy where there is one. */
  readonly own: FetchFunction;
}

export function createVendorFetch(
  options: Pick<EgressOptions, "allowPrivateAddresses" | "proxy">,
): VendorFetch {
  const given = createGuardedFetch(options);
  return { given, own: options.proxy == null ? globalThis.fetch : given };
}

/** The sandbox speaks Anthropic's wire format, and is read by the same adapter. */
export function openSandboxModel(sandboxUrl: string): ModelPort {
  return createAnthropicModel({ apiKey: sandboxApiKey, baseUrl: sandboxUrl, label: "The sandbox" });
}

/**
 * The model port of a vendor. A key's own base URL is called through the egress guard, the vendor's own address
 * directly or by the proxy.
 * @throws AppError MODEL_NOT_FOUND for a vendor that this version has no adapter for.
 */
export function openVendorModel(
  provider: Exclude<ProviderName, "sandbox">,
  { secret, baseUrl }: OpenedCredential,
  vendorFetch: VendorFetch,
): ModelPort {
  switch (provider) {
    case "anthropic":
      return baseUrl === null
        ? createAnthropicModel({ apiKey: secret, baseUrl: anthropicBaseUrl, fetch: vendorFetch.own })
        : createAnthropicModel({ apiKey: secret, baseUrl, fetch: vendorFetch.given });
    case "openai":
      throw new AppError(
        "MODEL_NOT_FOUND",
        "Penstock cannot call OpenAI models yet. Choose a model of Anthropic or the sandbox.",
      );
  }
}
