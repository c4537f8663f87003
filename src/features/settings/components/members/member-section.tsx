"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Link2, UserPlus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { isOnlyOwner } from "../../model/member.ts";
import { InvitationSection } from "./invitation-section.tsx";
import { MemberTable } from "./member-table.tsx";

const AddMemberDialog = dynamic(
  async () => (await loadPatiently(() => import("./add-member-dialog.tsx"))).AddMemberDialog,
  {
    ssr: false,
  },
);
const InviteDialog = dynamic(
  async () => (await loadPatiently(() => import("./invite-dialog.tsx"))).InviteDialog,
  { ssr: false },
);

/** The members of the workspace, and how to add more. */
export function MemberSection() {
  const trpc = useTRPC();
  const { user, workspace } = useShell();
  const [isAdding, setIsAdding] = useState(false);
  const [isInviting, setIsInviting] = useState(false);
  const { data } = useSuspenseQuery(trpc.members.list.queryOptions());
  const me = data.members.find(({ userId }) => userId === user.id);
  const mayManage = isAllowed(workspace.role, "members.manage");
  return (
    <section aria-labelledby="members" className="py-5">
      <header className="mb-2 flex flex-wrap items-center justify-between gap-2 px-6 max-sm:px-4">
        <h2 id="members" className="font-semibold text-section">
          Members <span className="figures ml-1 text-ink-faint">{data.members.length}</span>
        </h2>
        {mayManage ? (
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setIsInviting(true)}>
              <Link2 aria-hidden />
              Invite by link
            </Button>
            <Button onClick={() => setIsAdding(true)}>
              <UserPlus aria-hidden />
              Add member
            </Button>
          </div>
        ) : (
          <p className="text-ink-faint">Owners and admins can add members and change roles.</p>
        )}
      </header>
      <MemberTable members={data.members} />
      {me !== undefined && isOnlyOwner(me, data.members) ? (
        <p className="px-6 pt-2 text-ink-faint max-sm:px-4">
          You are the only owner. Before you leave or take another role, make another member an owner.
        </p>
      ) : null}
      {mayManage ? <InvitationSection /> : null}
      {isInviting ? <InviteDialog onClose={() => setIsInviting(false)} /> : null}
      {isAdding ? <AddMemberDialog onClose={() => setIsAdding(false)} /> : null}
    </section>
  );
}
