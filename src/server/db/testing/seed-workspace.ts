import { randomUUID } from "node:crypto";
import { type UserId, userIdSchema, type WorkspaceId, workspaceIdSchema } from "#core/ids.ts";
import type { Database } from "#server/db/driver/client.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";

/** A workspace with its owner, as sign-up creates them. */
export interface SeededWorkspace {
  readonly workspaceId: WorkspaceId;
  readonly userId: UserId;
}

export async function seedWorkspace(db: Database): Promise<SeededWorkspace> {
  const userId = userIdSchema.parse(randomUUID());
  const workspaceId = workspaceIdSchema.parse(randomUUID());
  await withTenant(db, workspaceId, async (tx) => {
    await tx.user.create({ data: { id: userId, email: `${userId}@example.com`, name: "Test Person" } });
    await tx.workspace.create({
      data: { id: workspaceId, name: "Test workspace", slug: `test-${workspaceId}` },
    });
    await tx.member.create({ data: { workspaceId, userId, role: "owner" } });
  });
  return { workspaceId, userId };
}
