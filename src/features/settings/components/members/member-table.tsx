"use client";

import { Badge } from "#components/ui/display/badge.tsx";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeading,
  TableRow,
} from "#components/ui/layout/table.tsx";
import { useShell } from "#features/shell/index.ts";
import { isOnlyOwner, type Member } from "../../model/member.ts";
import { MemberExit } from "./member-exit.tsx";
import { MemberRole } from "./member-role.tsx";

export function MemberTable({ members }: { readonly members: readonly Member[] }) {
  return (
    <Table label="Members">
      <TableHead>
        <tr>
          <TableHeading>Name</TableHeading>
          <TableHeading className="@max-xl:hidden">E-mail</TableHeading>
          <TableHeading>Role</TableHeading>
          <TableHeading className="@max-2xl:hidden">Joined</TableHeading>
          <TableHeading>
            <span className="sr-only">Actions</span>
          </TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {members.map((member) => (
          <MemberRow key={member.userId} member={member} isOnlyOwner={isOnlyOwner(member, members)} />
        ))}
      </TableBody>
    </Table>
  );
}

interface MemberRowProps {
  readonly member: Member;
  readonly isOnlyOwner: boolean;
}

function MemberRow({ member, isOnlyOwner: isOnly }: MemberRowProps) {
  const { user } = useShell();
  return (
    <TableRow>
      <TableCell className="w-1/2 max-w-0 font-medium">
        <span className="flex items-center gap-2">
          <span className="min-w-0 truncate" title={member.name ?? undefined}>
            {member.name ?? <span className="text-ink-faint">no name</span>}
          </span>
          {member.userId === user.id ? <Badge>you</Badge> : null}
        </span>
        <p className="truncate font-normal text-ink-soft @xl:hidden" title={member.email}>
          {member.email}
        </p>
      </TableCell>
      <TableCell className="w-1/3 max-w-0 truncate text-ink-soft @max-xl:hidden" title={member.email}>
        {member.email}
      </TableCell>
      <TableCell>
        <MemberRole member={member} isOnlyOwner={isOnly} />
      </TableCell>
      <TableCell className="text-ink-soft @max-2xl:hidden">
        <RelativeTime timeMs={member.joinedAtMs} />
      </TableCell>
      <TableCell className="text-right">
        <MemberExit member={member} isOnlyOwner={isOnly} />
      </TableCell>
    </TableRow>
  );
}
