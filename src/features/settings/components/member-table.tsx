"use client";

import { Badge } from "#components/ui/badge.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "#components/ui/table.tsx";
import { useShell } from "#features/shell/index.ts";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

type Member = RouterOutputs["members"]["list"]["members"][number];

export function MemberTable({ members }: { readonly members: readonly Member[] }) {
  const { user } = useShell();
  return (
    <Table label="Members">
      <TableHead>
        <tr>
          <TableHeading>Name</TableHeading>
          <TableHeading>E-mail</TableHeading>
          <TableHeading>Role</TableHeading>
          <TableHeading className="max-sm:hidden">Joined</TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {members.map((member) => (
          <TableRow key={member.userId}>
            <TableCell className="font-medium">
              <span className="flex items-center gap-2">
                {member.name ?? <span className="text-ink-faint">no name</span>}
                {member.userId === user.id ? <Badge>you</Badge> : null}
              </span>
            </TableCell>
            <TableCell className="text-ink-soft">{member.email}</TableCell>
            <TableCell>{member.role}</TableCell>
            <TableCell className="text-ink-soft max-sm:hidden">
              <RelativeTime timeMs={member.joinedAtMs} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
