import { isAllowed } from "#core/policy/permissions.ts";
import { isAtLeast, type Role } from "#core/policy/roles.ts";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

export type Member = RouterOutputs["members"]["list"]["members"][number];

/** Whether somebody with this role may change or remove the member: nobody may change people with more rights. */
export function mayManageMember(role: Role, member: Pick<Member, "role">): boolean {
  return isAllowed(role, "members.manage") && isAtLeast(role, member.role);
}

/** Whether they are the only owner, who can neither leave nor give up the role. */
export function isOnlyOwner(
  member: Pick<Member, "role" | "userId">,
  members: readonly Pick<Member, "role" | "userId">[],
): boolean {
  return (
    member.role === "owner" &&
    members.every(({ role, userId }) => role !== "owner" || userId === member.userId)
  );
}

/** A member's name in a sentence. */
export function memberNameOf({ name, email }: Pick<Member, "name" | "email">): string {
  return name ?? email;
}
