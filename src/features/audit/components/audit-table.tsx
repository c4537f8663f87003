"use client";

import Link from "next/link";
import { CopyButton } from "#components/ui/controls/copy-button.tsx";
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
import { type AuditEvent, type AuditNames, detailFieldsOf } from "../model/audit-event.ts";
import { detailOf } from "../model/describe-detail.ts";
import { auditEventWords, placeOf } from "../model/describe-event.ts";
import { type AuditSubject, auditSubjectOf } from "../model/describe-subject.ts";

interface AuditTableProps {
  readonly events: readonly AuditEvent[];
  readonly names: AuditNames;
}

export function AuditTable({ events, names }: AuditTableProps) {
  return (
    <Table label="Audit">
      <TableHead>
        <tr>
          <TableHeading>When</TableHeading>
          <TableHeading className="@max-xl:hidden">Who</TableHeading>
          <TableHeading>What</TableHeading>
          <TableHeading className="@max-2xl:hidden">Subject</TableHeading>
          <TableHeading className="@max-4xl:hidden">Details</TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {events.map((event) => (
          <EventRow key={event.id} event={event} names={names} />
        ))}
      </TableBody>
    </Table>
  );
}

function EventRow({ event, names }: { readonly event: AuditEvent; readonly names: AuditNames }) {
  const { workspace } = useShell();
  const place = placeOf(event);
  const subject = auditSubjectOf(event, names);
  const detail = detailOf(event, names);
  const about = detail === "" ? subject.name : `${subject.name} · ${detail}`;
  return (
    <TableRow>
      <TableCell className="whitespace-nowrap text-ink-soft">
        <RelativeTime timeMs={event.createdAtMs} />
      </TableCell>
      <TableCell className="max-w-40 truncate @max-xl:hidden" title={event.actorName ?? undefined}>
        <Actor event={event} />
      </TableCell>
      <TableCell className="w-1/4 max-w-0 truncate @max-2xl:w-full">
        {place === null ? (
          auditEventWords(event)
        ) : (
          <Link href={`/${workspace.slug}/${place}`} prefetch={false} data-row className={rowLinkClasses}>
            {auditEventWords(event)}
          </Link>
        )}
        {/* Repeats what hidden columns would show in narrow windows; on a phone, the person too. */}
        <p className="line-clamp-3 whitespace-normal break-words text-ink-faint @2xl:hidden" title={about}>
          <span className="@xl:hidden">
            <Actor event={event} />
            {" · "}
          </span>
          {about}
        </p>
      </TableCell>
      <TableCell className="w-1/3 max-w-0 @max-4xl:w-1/2 @max-2xl:hidden">
        <Subject subject={subject} />
        <p className="truncate text-ink-faint @4xl:hidden" title={detail}>
          {detail}
        </p>
      </TableCell>
      <TableCell className="w-1/3 max-w-0 truncate text-ink-soft @max-4xl:hidden" title={detail}>
        {detail}
      </TableCell>
    </TableRow>
  );
}

/** The subject's name; its full id, for looking it up elsewhere, is a click away. */
function Subject({ subject: { name, id } }: { readonly subject: AuditSubject }) {
  return (
    <span className="flex items-center gap-1">
      <span className="truncate" title={name}>
        {name}
      </span>
      {id === null ? null : (
        <span className="relative z-10 shrink-0 opacity-0 focus-within:opacity-100 in-[tr:hover]:opacity-100 pointer-coarse:opacity-100">
          <CopyButton text={id} label={`Copy the id of ${name}`} />
        </span>
      )}
    </span>
  );
}

/** A person, a token on a person's behalf, a trigger, or an unknown actor: an operator, a stranger. */
function Actor({ event }: { readonly event: AuditEvent }) {
  const { actorName, actorUserId, actorTokenId } = event;
  const nobody = "trigger" in detailFieldsOf(event) ? "a trigger" : "unknown";
  const name = actorName ?? (actorUserId === null ? nobody : "a former member");
  if (actorTokenId === null)
    return <span className={actorName === null ? "text-ink-faint" : ""}>{name}</span>;
  return (
    <span title={`By an API token of ${name}`}>
      {name} <span className="text-ink-faint">by token</span>
    </span>
  );
}
