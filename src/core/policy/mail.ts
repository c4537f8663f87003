import { isAllowed, type Permission } from "./permissions.ts";
import type { Role } from "./roles.ts";
import type { NoticeType } from "./webhook.ts";

/** What a member can be told by mail. */
export const mailKinds = ["decisions", "budgets", "schedules", "webhooks"] as const;
export type MailKind = (typeof mailKinds)[number];

const typesByKind: Record<MailKind, readonly NoticeType[]> = {
  /** A run asks for a decision that they may make. */
  decisions: ["wait.opened"],
  budgets: ["budget.warned", "budget.reached"],
  /** A run failed that a schedule had started. */
  schedules: ["run.failed", "run.timeout"],
  /** A webhook was turned off because nothing reached it. */
  webhooks: ["webhook.off"],
};

/** What happens that such mails are about. */
export function typesOfMail(kinds: readonly MailKind[]): readonly NoticeType[] {
  return kinds.flatMap((kind) => typesByKind[kind]);
}

/** The kinds whose mails are about these. */
export function mailKindsOf(types: readonly string[]): readonly MailKind[] {
  return mailKinds.filter((kind) => typesByKind[kind].every((type) => types.includes(type)));
}

const permissionByKind: Record<MailKind, Permission> = {
  decisions: "waits.decide",
  budgets: "budgets.read",
  schedules: "runs.read",
  webhooks: "webhooks.manage",
};

/** What members of a role may choose: nobody is told what they may not see or act on. */
export function mailKindsFor(role: Role): readonly MailKind[] {
  return mailKinds.filter((kind) => isAllowed(role, permissionByKind[kind]));
}

/** What members of a role get mail about if they have chosen nothing. */
export function usualMailKinds(role: Role): readonly MailKind[] {
  const usual: readonly MailKind[] = isAllowed(role, "budgets.manage")
    ? ["decisions", "budgets"]
    : ["decisions"];
  return usual.filter((kind) => mailKindsFor(role).includes(kind));
}

/** Whether a member hears this. @param chosen types of notices; null: they have chosen nothing */
export function isToldByMail(type: NoticeType, role: Role, chosen: readonly string[] | null): boolean {
  const kinds = chosen === null ? usualMailKinds(role) : mailKindsOf(chosen);
  return typesOfMail(kinds.filter((kind) => mailKindsFor(role).includes(kind))).includes(type);
}
