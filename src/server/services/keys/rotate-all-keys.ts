import { AppError } from "#core/errors.ts";
import type { WorkspaceId } from "#core/ids.ts";
import { withSystem } from "#server/db/driver/with-tenant.ts";
import { listWorkspaceIds } from "#server/db/identity/workspace-store.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { type Rotation, type RotationOptions, rotateWorkspaceKeys } from "./rotate-workspace-keys.ts";

export interface WorkspaceRotation extends Rotation {
  readonly workspaceId: WorkspaceId;
  /**
   * Why nothing was changed: something stored in the workspace cannot be decrypted. Null: it uses the current key now.
   */
  readonly failure: string | null;
}

const pageSize = 100;

/**
 * Moves every workspace to the keyring's current key, one transaction each, and reports each as it is done. It can be
 * interrupted and restarted. No workspace is missed because somebody joins, leaves or creates one meanwhile, and one
 * whose keys cannot be decrypted does not stop the others. For operators.
 */
export async function* rotateAllKeys(
  tools: Pick<ServiceTools, "db" | "keyring">,
  options: RotationOptions,
): AsyncGenerator<WorkspaceRotation, void, undefined> {
  let last: WorkspaceId | null = null;
  for (;;) {
    const after: WorkspaceId | null = last;
    const page: readonly WorkspaceId[] = await withSystem(tools.db, (tx) =>
      listWorkspaceIds(tx, after, pageSize),
    );
    for (const workspaceId of page) {
      yield { workspaceId, ...(await rotateOne(tools, workspaceId, options)) };
    }
    last = page.at(-1) ?? null;
    if (page.length < pageSize) return;
  }
}

async function rotateOne(
  tools: Pick<ServiceTools, "db" | "keyring">,
  workspaceId: WorkspaceId,
  options: RotationOptions,
): Promise<Omit<WorkspaceRotation, "workspaceId">> {
  try {
    return { ...(await rotateWorkspaceKeys(tools, workspaceId, options)), failure: null };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "KEY_UNREADABLE") throw error;
    return { rewrapped: 0, resealed: 0, failure: error.message };
  }
}
