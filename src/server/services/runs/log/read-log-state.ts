import type { RunId } from "#core/ids.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { findLogEnd } from "#server/db/run/reading/list-events.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { noSuchRun } from "#server/services/no-such.ts";

/** How far a run's log goes, and whether anything can come after that. */
export interface LogState {
  readonly lastSeq: number;
  readonly hasEnded: boolean;
}

/** @throws AppError FORBIDDEN, NOT_FOUND. */
export async function readLogState(
  context: ServiceContext,
  input: { readonly runId: RunId },
): Promise<LogState> {
  authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  const log = await withTenant(context.db, workspaceId, (tx) => findLogEnd(tx, workspaceId, input.runId));
  if (log === null) throw noSuchRun(input.runId);
  return { lastSeq: log.lastSeq, hasEnded: isTerminalRun(log.status) };
}
