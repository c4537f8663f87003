import { AppError } from "#core/errors.ts";
import { withUser } from "#server/db/driver/with-tenant.ts";
import { findUser, type User } from "#server/db/identity/user-store.ts";
import { listMemberships, type Membership } from "#server/db/identity/workspace-store.ts";
import type { UserContext } from "#server/services/context.ts";

/**
 * The signed-in person with their workspaces, oldest first.
 * @throws AppError UNAUTHENTICATED when the account no longer exists.
 */
export async function getMe(
  context: UserContext,
): Promise<{ readonly user: User; readonly workspaces: readonly Membership[] }> {
  return withUser(context.db, context.userId, async (tx) => {
    const user = await findUser(tx, context.userId);
    if (user === null) throw new AppError("UNAUTHENTICATED", "This account no longer exists. Sign in again.");
    return { user, workspaces: await listMemberships(tx, context.userId) };
  });
}
