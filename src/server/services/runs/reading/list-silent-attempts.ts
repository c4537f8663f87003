import { leaseMs } from "#core/dispatch/lease.ts";
import type { RunId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { listSilences, type Silence } from "#server/db/run/reading/list-silences.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { noSuchRun } from "#server/services/no-such.ts";

/**
 * Each attempt of a run in progress, and how many milliseconds its worker has been silent. A worker sends a heartbeat
 * about every second, however long its model thinks; after 15 s of silence another takes over.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function listSilentAttempts(
  context: ServiceContext,
  input: { readonly runId: RunId },
): Promise<readonly Silence[]> {
  authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  const silences = await withTenant(context.db, workspaceId, (tx) =>
    listSilences(tx, workspaceId, input.runId, leaseMs),
  );
  if (silences === null) throw noSuchRun(input.runId);
  return silences;
}
