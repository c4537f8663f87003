"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { DropdownMenu, MenuRadioGroup } from "#components/ui/floating/dropdown-menu.tsx";
import type { DemandedMenuProps } from "#components/ui/floating/menu-on-demand.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { isAtLeast, type Role, roles } from "#core/policy/roles.ts";
import { describeRequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { type Member, memberNameOf } from "../../model/member.ts";
import { roleTexts } from "../../model/role-texts.ts";

interface MemberRoleMenuProps extends DemandedMenuProps {
  readonly member: Member;
}

/** The roles that the reader may assign, each with a description. */
export function MemberRoleMenu({ member, trigger }: MemberRoleMenuProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const { user, workspace } = useShell();
  const { userId } = member;
  const change = useMutation(
    trpc.members.changeRole.mutationOptions({
      onSuccess: async (_, { role }) => {
        showToast({ title: `${memberNameOf(member)} is ${role} now` });
        await queries.invalidateQueries({ queryKey: trpc.members.pathKey() });
        // The page's layout depends on the reader's own role.
        if (userId === user.id) router.refresh();
      },
      onError: (error) =>
        showToast({
          tone: "failed",
          title: "The role was not changed",
          description: describeRequestError(error).message,
        }),
    }),
  );
  const options = roles
    .filter((role) => isAtLeast(workspace.role, role))
    .map((role) => ({ value: role, label: <RoleOption role={role} /> }));
  return (
    <DropdownMenu className="w-80 max-w-[92vw]" trigger={trigger} isOpenAtFirst>
      <MenuRadioGroup<Role>
        value={member.role}
        options={options}
        onValueChange={(role) => {
          if (role !== member.role) change.mutate({ userId, role });
        }}
      />
    </DropdownMenu>
  );
}

function RoleOption({ role }: { readonly role: Role }) {
  return (
    <span className="grid py-1">
      {role}
      <span className="text-ink-soft text-mono">{roleTexts[role]}</span>
    </span>
  );
}
