import type { UserId, WorkspaceId } from "#core/ids.ts";
import { withSystem, withUser } from "#server/db/driver/with-tenant.ts";
import { listUserIds } from "#server/db/identity/user-store.ts";
import { listMemberships } from "#server/db/identity/workspace-store.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { type Rotation, type RotationOptions, rotateWorkspaceKeys } from "./rotate-workspace-keys.ts";

export interface WorkspaceRotation extends Rotation {
  readonly workspaceId: WorkspaceId;
}

const pageSize = 100;

/**
 * Brings every workspace to the keyring's current key, one transaction each, and reports each as it is done. It can be
 * stopped anywhere and started again. No role may list all workspaces, but each has an owner, and owners see theirs: so
 * it goes by people. For operators.
 */
export async function* rotateAllKeys(
  tools: Pick<ServiceTools, "db" | "keyring">,
  options: RotationOptions,
): AsyncGenerator<WorkspaceRotation, void, undefined> {
  const done = new Set<WorkspaceId>();
  for await (const userId of everybody(tools)) {
    for (const { id: workspaceId, role } of await withUser(tools.db, userId, (tx) =>
      listMemberships(tx, userId),
    )) {
      if (role !== "owner" || done.has(workspaceId)) continue;
      done.add(workspaceId);
      yield { workspaceId, ...(await rotateWorkspaceKeys(tools, workspaceId, options)) };
    }
  }
}

async function* everybody({ db }: Pick<ServiceTools, "db">): AsyncGenerator<UserId, void, undefined> {
  let last: UserId | null = null;
  for (;;) {
    const after: UserId | null = last;
    const page: readonly UserId[] = await withSystem(db, (tx) => listUserIds(tx, after, pageSize));
    yield* page;
    last = page.at(-1) ?? null;
    if (page.length < pageSize) return;
  }
}
