import { type TriggerRowId, triggerRowIdSchema, type WorkspaceId } from "#core/ids.ts";
import type { TenantTransaction } from "../driver/with-tenant.ts";

/** A webhook's sealed secret. It never leaves the services that authenticate senders. */
export interface SealedTriggerSecret {
  readonly id: string;
  readonly triggerId: TriggerRowId;
  readonly ciphertext: string;
  readonly dataKeyVersion: number;
}

type Sealing = Pick<SealedTriggerSecret, "ciphertext" | "dataKeyVersion">;

const sealed = { id: true, triggerId: true, ciphertext: true, dataKeyVersion: true } as const;

/** The secrets that are valid at this time, newest first. */
export async function listGoodSecrets(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  triggerId: TriggerRowId,
  nowMs: number,
): Promise<readonly SealedTriggerSecret[]> {
  const rows = await tx.triggerSecret.findMany({
    where: { workspaceId, triggerId, OR: [{ goodUntil: null }, { goodUntil: { gt: new Date(nowMs) } }] },
    select: sealed,
    orderBy: { createdAt: "desc" },
  });
  return rows.map(toSealed);
}

/** Replaces the current secret, which stays valid for a while; older ones are deleted. */
export async function replaceTriggerSecret(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  next: SealedTriggerSecret,
  oldGoodUntilMs: number,
): Promise<void> {
  const { triggerId } = next;
  await tx.triggerSecret.deleteMany({ where: { workspaceId, triggerId, goodUntil: { not: null } } });
  await tx.triggerSecret.updateMany({
    where: { workspaceId, triggerId, goodUntil: null },
    data: { goodUntil: new Date(oldGoodUntilMs) },
  });
  await tx.triggerSecret.createMany({ data: { ...next, workspaceId } });
}

/** When each of these triggers got its current secret; triggers without one are left out. */
export async function secretTimes(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  triggerIds: readonly TriggerRowId[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.triggerSecret.findMany({
    where: { workspaceId, triggerId: { in: [...triggerIds] }, goodUntil: null },
    select: { triggerId: true, createdAt: true },
  });
  return new Map(rows.map(({ triggerId, createdAt }) => [triggerId, createdAt.getTime()]));
}

/** Secrets sealed under an older data key, for re-sealing. */
export async function listSealedTriggerSecretsBefore(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  dataKeyVersion: number,
): Promise<readonly SealedTriggerSecret[]> {
  const where = { workspaceId, dataKeyVersion: { lt: dataKeyVersion } };
  return (await tx.triggerSecret.findMany({ where, select: sealed })).map(toSealed);
}

/** Replaces the ciphertext by compare-and-set. */
export async function resealTriggerSecret(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  read: SealedTriggerSecret,
  next: Sealing,
): Promise<void> {
  await tx.triggerSecret.updateMany({
    where: { workspaceId, id: read.id, ciphertext: read.ciphertext },
    data: next,
  });
}

function toSealed(
  row: Omit<SealedTriggerSecret, "triggerId"> & { readonly triggerId: string },
): SealedTriggerSecret {
  return { ...row, triggerId: triggerRowIdSchema.parse(row.triggerId) };
}
