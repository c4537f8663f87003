import { AppError, toErrorInfo } from "#core/errors.ts";
import type { ModelInfo } from "#core/model/model-info.ts";
import { type ProviderName, providerNames } from "#core/model/model-ref.ts";
import { missingKeyText } from "#core/policy/key-faults.ts";
import { findLifecycle } from "#core/pricing/find-lifecycle.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { findUsableProviderKeyId } from "#server/db/keys/provider-key-store.ts";
import { findSealedProviderKey } from "#server/db/keys/sealed-key-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { askVendor } from "#server/services/keys/ask-vendor.ts";
import { openSealedKey } from "#server/services/keys/open-provider-key.ts";
import type { ProviderCredential } from "#server/services/keys/provider-probe.ts";
import { reportingUnreadable } from "#server/services/keys/report-unreadable-key.ts";

/** A model that the caller can use now. `ref` is its name in definitions and agents. */
export interface AvailableModel extends Omit<ModelInfo, "id"> {
  readonly ref: string;
  readonly provider: ProviderName;
  /** The vendor's recommended replacement, as `provider/model`. Null: none, or the model stays. */
  readonly replacement: string | null;
}

/** Why a provider's models are not in the list. */
export interface ProviderGap {
  readonly provider: ProviderName;
  readonly code: string;
  readonly message: string;
}

const answerWithinMs = 10_000;

/**
 * The models available with the caller's keys, as each vendor listed them within the last five minutes, and the
 * sandbox's. We keep no list of our own that could be out of date. A vendor that cannot be reached is named in `gaps`,
 * and the others are listed anyway.
 * @throws AppError FORBIDDEN, RATE_LIMITED.
 */
export async function listModels(
  context: ServiceContext,
): Promise<{ readonly models: readonly AvailableModel[]; readonly gaps: readonly ProviderGap[] }> {
  authorize(context, "models.read");
  const { providers, rateLimits } = context.ports;
  await rateLimits.consume("model-list-by-person", context.actor.userId);
  const asked = providerNames.filter((provider) => provider !== "sandbox");
  const answers = await Promise.all(asked.map((provider) => askProvider(context, provider)));
  const sandbox = providers.listSandboxModels().map((model) => available("sandbox", model));
  return {
    models: [...answers.flatMap((answer) => answer.models), ...sandbox],
    gaps: answers.flatMap((answer) => answer.gaps),
  };
}

async function askProvider(context: ServiceContext, provider: ProviderName) {
  try {
    const credential = await openOwnKey(context, provider);
    if (credential === null) {
      const message = missingKeyText(provider);
      return { models: [], gaps: [{ provider, code: "KEY_MISSING", message }] };
    }
    const { providers } = context.ports;
    const models = await askVendor(answerWithinMs, (signal) => providers.listModels(credential, signal));
    return { models: models.map((model) => available(provider, model)), gaps: [] };
  } catch (error) {
    if (!(error instanceof AppError))
      context.log.error({ err: error, provider }, "could not ask for a list of models");
    const { code, message } = toErrorInfo(error);
    return { models: [], gaps: [{ provider, code, message }] };
  }
}

async function openOwnKey(
  context: ServiceContext,
  provider: ProviderName,
): Promise<ProviderCredential | null> {
  const { workspaceId, userId } = context.actor;
  const open = async (tx: TenantTransaction) => {
    const keyId = await findUsableProviderKeyId(tx, workspaceId, provider, userId);
    const key = keyId === null ? null : await findSealedProviderKey(tx, workspaceId, keyId);
    return key === null ? null : openSealedKey(tx, context.keyring, workspaceId, key);
  };
  return reportingUnreadable(context, context.actor, () => withTenant(context.db, workspaceId, open));
}

/** The vendor's list takes precedence over what its web pages said when ours was made. */
function available(provider: ProviderName, { id, ...model }: ModelInfo): AvailableModel {
  const ref = `${provider}/${id}`;
  const known = findLifecycle(ref);
  const retiresOn = model.retiresOn ?? known?.retiresOn ?? null;
  const isKnownToGo = model.lifecycle === "unknown" && retiresOn !== null;
  return {
    ...model,
    lifecycle: isKnownToGo ? "deprecated" : model.lifecycle,
    retiresOn,
    provider,
    ref,
    replacement: known?.replacement ?? null,
  };
}
