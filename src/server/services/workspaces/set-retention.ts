import { clearAgainSoon } from "#server/db/clearing/clearing-store.ts";
import { writeRetention } from "#server/db/deletion/bodies.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

export const longestRetentionDays = 3_650;

/**
 * Sets how many days the bodies of a run are kept after it ended: inputs and outputs, models' answers, files, and what
 * people were shown and wrote. Null: forever. Older ones are deleted in the background, starting within a minute; what
 * was done and what it cost stays.
 * @throws AppError FORBIDDEN.
 */
export async function setRetention(
  context: ServiceContext,
  { days }: { readonly days: number | null },
): Promise<void> {
  authorize(context, "workspace.write");
  const { actor, db } = context;
  await withTenant(db, actor.workspaceId, async (tx) => {
    if (!(await writeRetention(tx, actor.workspaceId, days))) return;
    if (days !== null) await clearAgainSoon(tx, actor.workspaceId, 0);
    await recordAudit(tx, actor, "workspace.retention", actor.workspaceId, { days });
  });
}
