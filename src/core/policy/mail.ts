import { isAllowed, type Permission } from "./permissions.ts";
import type { Role } from "./roles.ts";
import type { NoticeType } from "./webhook.ts";

/** What a member can be notified of by mail. */
export const mailKinds = ["decisions", "budgets", "schedules", "webhooks"] as const;
export type MailKind = (typeof mailKinds)[number];

const typesByKind: Record<MailKind, readonly NoticeType[]> = {
  /** A run asks for a decision that they may make. */
  decisions: ["wait.opened"],
  budgets: ["budget.warned", "budget.reached"],
  /** A run started by a schedule failed. */
  schedules: ["run.failed", "run.timeout"],
  /** A webhook was turned off because it could not be delivered. */
  webhooks: ["webhook.off"],
};

/** The events that such mails are about. */
export function typesOfMail(kinds: readonly MailKind[]): readonly NoticeType[] {
  return kinds.flatMap((kind) => typesByKind[kind]);
}

/** The kinds of mails about each event. */
export function mailKindsOf(types: readonly string[]): readonly MailKind[] {
  return mailKinds.filter((kind) => typesByKind[kind].every((type) => types.includes(type)));
}

const permissionByKind: Record<MailKind, Permission> = {
  decisions: "waits.decide",
  budgets: "budgets.read",
  schedules: "runs.read",
  webhooks: "webhooks.manage",
};

/** What members of a role may choose: nobody is notified of what they may not see or act on. */
export function mailKindsFor(role: Role): readonly MailKind[] {
  return mailKinds.filter((kind) => isAllowed(role, permissionByKind[kind]));
}

/** What members of a role get by default. */
export function usualMailKinds(role: Role): readonly MailKind[] {
  const usual: readonly MailKind[] = isAllowed(role, "budgets.manage")
    ? ["decisions", "budgets"]
    : ["decisions"];
  return usual.filter((kind) => mailKindsFor(role).includes(kind));
}

/**
 * Whether a member is notified of this.
 * @param chosen types of notices; null: they have chosen nothing
 */
export function isToldByMail(type: NoticeType, role: Role, chosen: readonly string[] | null): boolean {
  const kinds = chosen === null ? usualMailKinds(role) : mailKindsOf(chosen);
  return typesOfMail(kinds.filter((kind) => mailKindsFor(role).includes(kind))).includes(type);
}
