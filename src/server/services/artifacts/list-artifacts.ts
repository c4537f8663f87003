import type { RunId } from "#core/ids.ts";
import { type ArtifactSummary, listArtifacts as readArtifacts } from "#server/db/run/artifact-store.ts";
import { withTenant } from "#server/db/with-tenant.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/** The workspace's newest artifacts, or those of one run, without contents. `limit` is 1 to 200. */
export async function listArtifacts(
  context: ServiceContext,
  input: { readonly runId: RunId | null; readonly limit: number },
): Promise<readonly ArtifactSummary[]> {
  authorize(context, "artifacts.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, (tx) =>
    readArtifacts(tx, workspaceId, input.runId, input.limit),
  );
}
