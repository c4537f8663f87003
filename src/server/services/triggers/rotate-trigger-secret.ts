import { randomBytes } from "node:crypto";
import { AppError } from "#core/errors.ts";
import { sealSecret } from "#server/crypto/envelope.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { replaceTriggerSecret } from "#server/db/trigger/sealed-trigger-secret-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { sealingDataKey } from "#server/services/keys/workspace-data-key.ts";
import { requireTrigger, type TriggerName } from "./require-trigger.ts";

export interface RotateTriggerSecretInput extends TriggerName {
  /** A secret that the sender generated, as Stripe and Slack do. Null: one is generated here. */
  readonly secret: string | null;
}

const dayMs = 86_400_000;

/**
 * Gives a webhook a new secret, returned only in this answer. The previous one stays valid for a day, so that the
 * sender has time to change.
 * @throws AppError FORBIDDEN, NOT_FOUND, INVALID_INPUT for a trigger without signatures.
 */
export async function rotateTriggerSecret(
  context: ServiceContext,
  input: RotateTriggerSecretInput,
): Promise<{ readonly secret: string }> {
  authorize(context, "triggers.manage");
  const { actor, db, keyring, clock, newId } = context;
  const { workspaceId } = actor;
  const secret = input.secret ?? `whsec_${randomBytes(32).toString("base64")}`;
  return withTenant(db, workspaceId, async (tx) => {
    const trigger = await requireTrigger(tx, workspaceId, input);
    if (trigger.config.kind !== "webhook" || trigger.config.scheme === "none") {
      throw new AppError(
        "INVALID_INPUT",
        `The trigger ${trigger.key} takes no secret: only a webhook with a scheme does.`,
      );
    }
    const id = newId();
    const dataKey = await sealingDataKey(tx, keyring, workspaceId);
    const ciphertext = sealSecret(dataKey, secret, {
      workspaceId,
      triggerId: trigger.id,
      triggerSecretId: id,
    });
    const sealed = { id, triggerId: trigger.id, ciphertext, dataKeyVersion: dataKey.version };
    await replaceTriggerSecret(tx, workspaceId, sealed, clock.nowMs() + dayMs);
    await recordAudit(tx, actor, "trigger.rotate-secret", trigger.id, {
      pipelineId: input.pipelineId,
      key: trigger.key,
    });
    return { secret };
  });
}
