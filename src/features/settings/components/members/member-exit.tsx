"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { useShell } from "#features/shell/index.ts";
import { type Member, mayManageMember, memberNameOf } from "../../model/member.ts";

const LeaveDialog = dynamic(
  async () => (await loadPatiently(() => import("./leave-dialog.tsx"))).LeaveDialog,
  { ssr: false },
);
const RemoveMemberDialog = dynamic(
  async () => (await loadPatiently(() => import("./remove-member-dialog.tsx"))).RemoveMemberDialog,
  { ssr: false },
);

interface MemberExitProps {
  readonly member: Member;
  readonly isOnlyOwner: boolean;
}

/** Leave or remove: all but the only owner may leave, and some may remove others. */
export function MemberExit({ member, isOnlyOwner }: MemberExitProps) {
  const { user, workspace } = useShell();
  const [isOpen, setIsOpen] = useState(false);
  const close = () => setIsOpen(false);
  if (isOnlyOwner) return null;
  if (member.userId === user.id) {
    return (
      <>
        <Button size="small" onClick={() => setIsOpen(true)} aria-label={`Leave ${workspace.name}`}>
          Leave
        </Button>
        {isOpen ? <LeaveDialog onClose={close} /> : null}
      </>
    );
  }
  if (!mayManageMember(workspace.role, member)) return null;
  return (
    <>
      <Button size="small" onClick={() => setIsOpen(true)} aria-label={`Remove ${memberNameOf(member)}`}>
        Remove
      </Button>
      {isOpen ? <RemoveMemberDialog member={member} onClose={close} /> : null}
    </>
  );
}
