"use client";

import { Badge } from "#components/ui/badge.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "#components/ui/table.tsx";
import { useShell } from "#features/shell/index.ts";
import type { Member } from "../model/member.ts";
import { MemberExit } from "./member-exit.tsx";
import { MemberRole } from "./member-role.tsx";

export function MemberTable({ members }: { readonly members: readonly Member[] }) {
  return (
    <Table label="Members">
      <TableHead>
        <tr>
          <TableHeading>Name</TableHeading>
          <TableHeading className="max-sm:hidden">E-mail</TableHeading>
          <TableHeading>Role</TableHeading>
          <TableHeading className="max-md:hidden">Joined</TableHeading>
          <TableHeading>
            <span className="sr-only">Actions</span>
          </TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {members.map((member) => (
          <MemberRow key={member.userId} member={member} />
        ))}
      </TableBody>
    </Table>
  );
}

function MemberRow({ member }: { readonly member: Member }) {
  const { user } = useShell();
  return (
    <TableRow>
      <TableCell className="font-medium">
        <span className="flex items-center gap-2">
          {member.name ?? <span className="text-ink-faint">no name</span>}
          {member.userId === user.id ? <Badge>you</Badge> : null}
        </span>
        <p className="break-all font-normal text-ink-soft sm:hidden">{member.email}</p>
      </TableCell>
      <TableCell className="text-ink-soft max-sm:hidden">{member.email}</TableCell>
      <TableCell>
        <MemberRole member={member} />
      </TableCell>
      <TableCell className="text-ink-soft max-md:hidden">
        <RelativeTime timeMs={member.joinedAtMs} />
      </TableCell>
      <TableCell className="text-right">
        <MemberExit member={member} />
      </TableCell>
    </TableRow>
  );
}
