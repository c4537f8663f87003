import type { RunId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { readCassetteOf } from "./read-cassette-of.ts";

export interface ExportedCassette {
  readonly fileName: string;
  /** The file's text: JSON of `cassetteSchema`. */
  readonly text: string;
}

/**
 * Exports an ended run as a file that can be played without network and database: `npm run pipeline -- test`.
 * @throws AppError FORBIDDEN, NOT_FOUND, CONFLICT for a run that is in progress, was stopped, or cannot be played,
 * PAYLOAD_TOO_LARGE.
 */
export async function exportCassette(
  context: ServiceContext,
  input: { readonly runId: RunId },
): Promise<ExportedCassette> {
  authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  const cassette = await withTenant(context.db, workspaceId, (tx) =>
    readCassetteOf(tx, workspaceId, input.runId),
  );
  const text = `${JSON.stringify(cassette, null, 2)}\n`;
  return { fileName: `run-${input.runId}.cassette.json`, text };
}
