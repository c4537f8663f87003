import { AppError } from "#core/errors.ts";
import type { ProviderKeyId } from "#core/ids.ts";
import type { ModelRef } from "#core/model/model-ref.ts";
import { resetCircuit as closeCircuit } from "#server/db/circuits/circuit-list-store.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireManageableKey } from "#server/services/keys/require-manageable-key.ts";

export interface ResetCircuitInput {
  readonly model: ModelRef;
  /** Null: the sandbox's, which needs no key. */
  readonly keyId: ProviderKeyId | null;
}

/**
 * Closes a circuit by hand, so that the next call is made. Nodes that wait for it retry at their scheduled time. A
 * closed one stays closed.
 * @throws AppError FORBIDDEN; NOT_FOUND where the workspace has no such key, or no call of this model behind it has
 * ever failed; INVALID_INPUT where the key is another provider's.
 */
export async function resetCircuit(context: ServiceContext, input: ResetCircuitInput): Promise<void> {
  const { actor, db } = context;
  const { model: ref, keyId } = input;
  const model = `${ref.provider}/${ref.model}`;
  await withTenant(db, actor.workspaceId, async (tx) => {
    await requireRight(tx, context, input);
    const subject = { ...ref, providerKeyId: keyId };
    const wasInTrouble = await closeCircuit(tx, actor.workspaceId, subject);
    if (wasInTrouble === null) {
      const key = keyId === null ? "" : ` behind key ${keyId}`;
      const message = `There is no circuit of ${model}${key}: no call of it has failed. circuits.list names those that have.`;
      throw new AppError("NOT_FOUND", message);
    }
    await recordAudit(tx, actor, "circuit.reset", model, { keyId, wasInTrouble });
  });
}

/** Anyone who may manage the key may decide that its calls are worth making again. */
async function requireRight(
  tx: TenantTransaction,
  context: ServiceContext,
  { model, keyId }: ResetCircuitInput,
): Promise<void> {
  if (keyId === null) return authorize(context, "keys.manage");
  const { provider } = await requireManageableKey(tx, context, keyId);
  if (provider === model.provider) return;
  throw new AppError("INVALID_INPUT", `The key is for ${provider}, and the model is of ${model.provider}.`);
}
