import type { Role } from "./roles.ts";

/** Everything that can be allowed. Each procedure names one of these. */
export const permissions = [
  "workspace.read",
  "workspace.write",
  "workspace.delete",
  "members.read",
  "members.manage",
  "members.leave",
  "pipelines.read",
  "pipelines.write",
  "pipelines.publish",
  "pipelines.override",
  "pipelines.delete",
  "agents.read",
  "agents.write",
  "runs.read",
  "runs.start",
  "runs.cancel",
  "runs.delete",
  "waits.decide",
  "artifacts.read",
  "models.read",
  "keys.read",
  "keys.own",
  "keys.manage",
  "secrets.read",
  "secrets.manage",
  "costs.read",
  "prices.manage",
  "budgets.read",
  "budgets.manage",
  "triggers.read",
  "triggers.manage",
  "webhooks.manage",
  "mail.own",
  "tokens.own",
  "tokens.manage",
  "audit.read",
] as const;
export type Permission = (typeof permissions)[number];

const everyone: readonly Role[] = ["owner", "admin", "editor", "viewer"];
const editors: readonly Role[] = ["owner", "admin", "editor"];
const admins: readonly Role[] = ["owner", "admin"];
const owners: readonly Role[] = ["owner"];

/** Who may do what. A permission that is not in the table does not compile. */
const rolesByPermission: Record<Permission, readonly Role[]> = {
  "workspace.read": everyone,
  "workspace.write": admins,
  "workspace.delete": owners,
  "members.read": everyone,
  "members.manage": admins,
  // Taking oneself out.
  "members.leave": everyone,
  "pipelines.read": everyone,
  "pipelines.write": editors,
  "pipelines.publish": editors,
  // Publishing although a test set fails.
  "pipelines.override": admins,
  // With all their runs, permanently.
  "pipelines.delete": admins,
  "agents.read": everyone,
  "agents.write": editors,
  "runs.read": everyone,
  "runs.start": editors,
  "runs.cancel": editors,
  // With everything they produced, permanently.
  "runs.delete": admins,
  "waits.decide": editors,
  "artifacts.read": everyone,
  "models.read": everyone,
  // Which keys there are, and their masked form; nobody ever reads a key itself.
  "keys.read": editors,
  // A person's own provider keys.
  "keys.own": editors,
  // The keys that the whole workspace shares.
  "keys.manage": admins,
  // Names of the secrets: they also appear in definitions, which everybody reads. Nobody ever reads a value.
  "secrets.read": everyone,
  "secrets.manage": admins,
  "costs.read": everyone,
  // What models cost the workspace, where it differs from the list.
  "prices.manage": admins,
  "budgets.read": everyone,
  "budgets.manage": admins,
  "triggers.read": everyone,
  "triggers.manage": editors,
  "webhooks.manage": admins,
  // One's own notifications.
  "mail.own": everyone,
  // API tokens that act for oneself, with no more than one's own role.
  "tokens.own": everyone,
  // Seeing and revoking the tokens of others.
  "tokens.manage": admins,
  "audit.read": admins,
};

/** Whether a member with this role may do it. */
export function isAllowed(role: Role, permission: Permission): boolean {
  return rolesByPermission[permission].includes(role);
}
