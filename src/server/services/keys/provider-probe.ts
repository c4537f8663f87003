import type { KeyCheck, ModelInfo } from "#core/model/model-info.ts";
import type { ProviderName } from "#core/model/model-ref.ts";

/** A vendor credential, decrypted for one call. */
export interface ProviderCredential {
  readonly provider: Exclude<ProviderName, "sandbox">;
  readonly secret: string;
  /** Null: the vendor's own address. */
  readonly baseUrl: string | null;
}

/** Queries a vendor with a person's credential. Nothing is generated and nothing is billed. */
export interface ProviderProbe {
  /** @throws AppError HTTP_BLOCKED, saying what to do, for a base URL that no call may be sent to. */
  checkAddress(baseUrl: string): void;
  /** @throws AppError PROVIDER_* when the vendor cannot be reached; a refused key is a result, not an error. */
  checkKey(credential: ProviderCredential, signal: AbortSignal): Promise<KeyCheck>;
  /** @throws AppError KEY_INVALID or PROVIDER_*. */
  listModels(credential: ProviderCredential, signal: AbortSignal): Promise<readonly ModelInfo[]>;
  /** The sandbox's models, which need no key. */
  listSandboxModels(): readonly ModelInfo[];
}
