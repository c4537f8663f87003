"use client";

import { useQuery } from "@tanstack/react-query";
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
import { isAtLeast } from "#core/policy/roles.ts";
import { RequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { Invitation } from "../../model/invitation.ts";
import { RevokeInvitationButton } from "./revoke-invitation-button.tsx";

/** Unused invitation links, for people who may create some; renders nothing if there are none. */
export function InvitationSection() {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.members.invitations.queryOptions());
  if (error !== null) return <RequestError error={error} again={refetch} className="mx-6 mt-4 max-sm:mx-4" />;
  if (data === undefined || data.invitations.length === 0) return null;
  return (
    <section aria-labelledby="invitations" className="mt-5 border-t pt-5">
      <h2 id="invitations" className="mb-2 px-6 font-semibold text-section max-sm:px-4">
        Open invitation links <span className="figures ml-1 text-ink-faint">{data.invitations.length}</span>
      </h2>
      <Table label="Open invitation links">
        <TableHead>
          <tr>
            <TableHeading>Joins as</TableHeading>
            <TableHeading>Created by</TableHeading>
            <TableHeading className="@max-xl:hidden">Created</TableHeading>
            <TableHeading>Expires</TableHeading>
            <TableHeading>
              <span className="sr-only">Actions</span>
            </TableHeading>
          </tr>
        </TableHead>
        <TableBody>
          {data.invitations.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} />
          ))}
        </TableBody>
      </Table>
    </section>
  );
}

function InvitationRow({ invitation }: { readonly invitation: Invitation }) {
  const { workspace } = useShell();
  const { role, makerName, createdAtMs, expiresAtMs, isGood } = invitation;
  return (
    <TableRow className={isGood ? "" : "text-ink-faint"}>
      <TableCell className="font-medium">{role}</TableCell>
      <TableCell className="w-1/2 max-w-0">
        <span className="flex items-center gap-2">
          <span className="min-w-0 truncate" title={makerName}>
            {makerName}
          </span>
          {isGood ? null : <Badge>can no longer invite</Badge>}
        </span>
      </TableCell>
      <TableCell className="whitespace-nowrap text-ink-soft @max-xl:hidden">
        <RelativeTime timeMs={createdAtMs} />
      </TableCell>
      <TableCell className="whitespace-nowrap text-ink-soft">
        <RelativeTime timeMs={expiresAtMs} />
      </TableCell>
      <TableCell className="text-right">
        {isAtLeast(workspace.role, role) ? <RevokeInvitationButton invitation={invitation} /> : null}
      </TableCell>
    </TableRow>
  );
}
