import { AppError } from "#core/errors.ts";
import { isAllowed, type Permission } from "#core/policy/permissions.ts";
import { narrowestScope, permissionsOfScopes } from "#core/policy/token-scopes.ts";
import type { Actor } from "./context.ts";

/**
 * The first call of every use-case. Every caller is a member of the workspace, so FORBIDDEN reveals nothing they may
 * not know; what they may not see at all is NOT_FOUND.
 * @throws AppError FORBIDDEN when the person's role or the token's scopes lack the permission.
 */
export function authorize({ actor }: { readonly actor: Actor }, permission: Permission): void {
  if (!isAllowed(actor.role, permission)) {
    throw new AppError(
      "FORBIDDEN",
      `This needs the permission ${permission}, which the role ${actor.role} does not have. Ask an admin of the workspace.`,
    );
  }
  if (actor.scopes !== null && !permissionsOfScopes(actor.scopes).includes(permission)) {
    const scope = narrowestScope(permission);
    const held = `which this API token (scopes: ${actor.scopes.join(", ") || "none"}) does not have`;
    const way =
      scope === null
        ? "No token has it: sign in to do this."
        : `Use a token with the scope ${scope}, or sign in.`;
    throw new AppError("FORBIDDEN", `This needs the permission ${permission}, ${held}. ${way}`);
  }
}
