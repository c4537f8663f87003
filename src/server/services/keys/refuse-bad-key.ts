import { AppError } from "#core/errors.ts";
import type { ProviderName } from "#core/model/model-ref.ts";
import type { ServiceContext } from "#server/services/context.ts";

/** Self-hosted servers often need no key and accept any word as one. */
const leastCharacters = (provider: ProviderName) => (provider === "openai-compatible" ? 1 : 8);

/** @throws AppError INVALID_INPUT for what no vendor's key looks like. */
export function refuseBadSecret(provider: ProviderName, secret: string): void {
  const least = leastCharacters(provider);
  const { length } = secret.trim();
  if (/^[\x21-\x7e]+$/.test(secret.trim()) && length >= least && length <= 1024) return;
  const hint = provider === "openai-compatible" ? " If the server does not require one, enter any word." : "";
  throw new AppError(
    "INVALID_INPUT",
    `This is not a provider key: a key is ${least} to 1024 characters without spaces or line breaks.${hint}`,
  );
}

/**
 * @throws AppError INVALID_INPUT for an address that contains a credential, or a missing one; HTTP_BLOCKED for one that
 * no call may be sent to.
 */
export function refuseBadAddress(
  { ports }: Pick<ServiceContext, "ports">,
  provider: ProviderName,
  baseUrl: string | null,
): void {
  if (baseUrl === null) {
    if (provider !== "openai-compatible") return;
    throw new AppError(
      "INVALID_INPUT",
      "A key for openai-compatible needs the base URL of its server, such as https://openrouter.ai/api/v1.",
    );
  }
  const { username, password, search, hash } = new URL(baseUrl);
  if (username !== "" || password !== "") {
    throw new AppError(
      "INVALID_INPUT",
      "The base URL must hold no user name or password: the key is the credential.",
    );
  }
  if (search !== "" || hash !== "")
    throw new AppError(
      "INVALID_INPUT",
      "The base URL must end before any question mark or #: paths are added to it.",
    );
  ports.providers.checkAddress(baseUrl);
}
