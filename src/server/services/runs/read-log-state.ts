import { AppError } from "#core/errors.ts";
import type { RunId } from "#core/ids.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { listEvents } from "#server/db/run/reading/list-events.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

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
  const beyond = Number.MAX_SAFE_INTEGER;
  const page = await withTenant(context.db, workspaceId, (tx) =>
    listEvents(tx, workspaceId, input.runId, beyond, 1),
  );
  if (page === null) throw new AppError("NOT_FOUND", `There is no run ${input.runId} in this workspace.`);
  return { lastSeq: page.lastSeq, hasEnded: isTerminalRun(page.status) };
}
