"use client";

import Link from "next/link";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import {
  rowLinkClasses,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeading,
  TableRow,
} from "#components/ui/layout/table.tsx";
import { useShell } from "#features/shell/index.ts";
import { type AuditEvent, detailOf, placeOf, wordsOf } from "../model/describe-event.ts";

export function AuditTable({ events }: { readonly events: readonly AuditEvent[] }) {
  return (
    <Table label="Audit">
      <TableHead>
        <tr>
          <TableHeading>When</TableHeading>
          <TableHeading className="@max-xl:hidden">Who</TableHeading>
          <TableHeading>What</TableHeading>
          <TableHeading className="@max-3xl:hidden">Details</TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {events.map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </TableBody>
    </Table>
  );
}

function EventRow({ event }: { readonly event: AuditEvent }) {
  const { workspace } = useShell();
  const place = placeOf(event);
  const detail = detailOf(event);
  return (
    <TableRow>
      <TableCell className="whitespace-nowrap text-ink-soft">
        <RelativeTime timeMs={event.createdAtMs} />
      </TableCell>
      <TableCell className="max-w-40 truncate @max-xl:hidden" title={event.actorName ?? undefined}>
        <Actor event={event} />
      </TableCell>
      <TableCell className="w-1/3 max-w-0 truncate @max-3xl:w-full">
        {place === null ? (
          wordsOf(event)
        ) : (
          <Link href={`/${workspace.slug}/${place}`} prefetch={false} data-row className={rowLinkClasses}>
            {wordsOf(event)}
          </Link>
        )}
        <p className="truncate text-ink-faint @3xl:hidden" title={detail}>
          {/* On a phone, who did it stands here too: beside it there is no room for what was done. */}
          <span className="@xl:hidden">
            <Actor event={event} />
            {detail === "" ? null : " · "}
          </span>
          {detail}
        </p>
      </TableCell>
      <TableCell className="w-2/3 max-w-0 truncate text-ink-soft @max-3xl:hidden" title={detail}>
        {detail}
      </TableCell>
    </TableRow>
  );
}

/** A person, a token in a person's name, or nobody that is known: the program itself, an operator, a stranger. */
function Actor({ event: { actorName, actorUserId, actorTokenId } }: { readonly event: AuditEvent }) {
  const name = actorName ?? (actorUserId === null ? "nobody known" : "a former member");
  if (actorTokenId === null)
    return <span className={actorName === null ? "text-ink-faint" : ""}>{name}</span>;
  return (
    <span title={`By an API token of ${name}`}>
      {name} <span className="text-ink-faint">by token</span>
    </span>
  );
}
