import { z } from "zod";
import { type Permission, permissions } from "./permissions.ts";

/** What an API token was made for. Each scope includes those before it. */
export const tokenScopes = ["read", "run", "write", "admin"] as const;
export const tokenScopeSchema = z.enum(tokenScopes);
export type TokenScope = z.infer<typeof tokenScopeSchema>;

/**
 * The narrowest scope that includes a permission. `session` is for people who have signed in: a leaked token must not
 * be able to make more tokens, let others in, or delete the workspace.
 */
const scopeByPermission: Record<Permission, TokenScope | "session"> = {
  "workspace.read": "read",
  "workspace.write": "admin",
  "workspace.delete": "session",
  "members.read": "read",
  "members.manage": "session",
  "members.leave": "session",
  "pipelines.read": "read",
  "pipelines.write": "write",
  "pipelines.publish": "write",
  "pipelines.override": "admin",
  "pipelines.delete": "admin",
  "agents.read": "read",
  "agents.write": "write",
  "runs.read": "read",
  "runs.start": "run",
  "runs.cancel": "run",
  "runs.delete": "admin",
  "waits.decide": "run",
  "artifacts.read": "read",
  "models.read": "read",
  "keys.read": "read",
  "keys.own": "admin",
  "keys.manage": "admin",
  "secrets.read": "read",
  "secrets.manage": "admin",
  "costs.read": "read",
  "prices.manage": "admin",
  "budgets.read": "read",
  "budgets.manage": "admin",
  "triggers.read": "read",
  "triggers.manage": "write",
  "webhooks.manage": "admin",
  "mail.own": "session",
  "tokens.own": "session",
  "tokens.manage": "session",
  "audit.read": "admin",
};

/**
 * The narrowest scope whose tokens have a permission; null if no token has it, and only people who have signed in do.
 */
export function narrowestScope(permission: Permission): TokenScope | null {
  const scope = scopeByPermission[permission];
  return scope === "session" ? null : scope;
}

/**
 * The permissions of a token with these scopes. What the token may finally do also depends on its owner's role at the
 * time of each request.
 */
export function permissionsOfScopes(scopes: readonly TokenScope[]): readonly Permission[] {
  const widest = Math.max(-1, ...scopes.map((scope) => tokenScopes.indexOf(scope)));
  return permissions.filter((permission) => {
    const needed = scopeByPermission[permission];
    return needed !== "session" && tokenScopes.indexOf(needed) <= widest;
  });
}
