import { AppError } from "#core/errors.ts";
import { withUser } from "#server/db/driver/with-tenant.ts";
import { findMembership } from "#server/db/identity/workspace-store.ts";
import type { Actor, ServiceTools } from "#server/services/context.ts";
import type { Principal } from "#server/services/principal.ts";

export interface EnterWorkspaceInput {
  readonly principal: Principal;
  /** The id or slug that the caller named; a token needs none. */
  readonly workspace: string | null;
}

/**
 * The caller's standing in the workspace of this request. Another's workspace and an unknown one get the same answer.
 * @throws AppError INVALID_INPUT when a session names no workspace, NOT_FOUND.
 */
export async function enterWorkspace(
  tools: Pick<ServiceTools, "db">,
  { principal, workspace }: EnterWorkspaceInput,
): Promise<Actor> {
  const { userId } = principal;
  if (principal.kind === "token") {
    const { workspaceId, workspaceSlug, role, scopes, tokenId } = principal;
    if (workspace !== null && workspace !== workspaceId && workspace !== workspaceSlug)
      throw unknown(workspace);
    return { kind: "token", workspaceId, userId, role, scopes, sessionId: null, tokenId };
  }
  if (workspace === null) {
    throw new AppError(
      "INVALID_INPUT",
      "Say which workspace this is about: its id or slug in the header `x-workspace`.",
    );
  }
  const membership = await withUser(tools.db, userId, (tx) => findMembership(tx, userId, workspace));
  if (membership === null) throw unknown(workspace);
  const { sessionId } = principal;
  return { kind: "session", userId, scopes: null, sessionId, tokenId: null, ...membership };
}

function unknown(workspace: string): AppError {
  return new AppError("NOT_FOUND", `You are not a member of workspace ${workspace.slice(0, 80)}.`);
}
