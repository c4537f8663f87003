"use client";

import { ChevronDown } from "lucide-react";
import { lazy } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { MenuOnDemand } from "#components/ui/floating/menu-on-demand.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { useShell } from "#features/shell/index.ts";
import { type Member, mayManageMember, memberNameOf } from "../../model/member.ts";

const bringMenu = () => loadPatiently(() => import("./member-role-menu.tsx"));
const MemberRoleMenu = lazy(async () => ({ default: (await bringMenu()).MemberRoleMenu }));

interface MemberRoleProps {
  readonly member: Member;
  readonly isOnlyOwner: boolean;
}

/** A member's role; a menu for people who may change it. */
export function MemberRole({ member, isOnlyOwner }: MemberRoleProps) {
  const { workspace } = useShell();
  if (isOnlyOwner || !mayManageMember(workspace.role, member)) return member.role;
  return (
    <MenuOnDemand
      menu={(trigger) => <MemberRoleMenu member={member} trigger={trigger} />}
      onNear={() => void bringMenu()}
      trigger={
        <Button
          tone="quiet"
          size="small"
          className="-ml-2 text-ink"
          aria-label={`Role of ${memberNameOf(member)}: ${member.role}`}
        >
          {member.role}
          <ChevronDown aria-hidden />
        </Button>
      }
    />
  );
}
