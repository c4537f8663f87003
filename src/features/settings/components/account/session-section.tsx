"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
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
import { loadPatiently } from "#components/ui/load-patiently.ts";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import { EndSessionButton } from "./end-session-button.tsx";

type Session = RouterOutputs["account"]["security"]["sessions"][number];

const EndAllSessionsDialog = dynamic(
  async () => (await loadPatiently(() => import("./end-all-sessions-dialog.tsx"))).EndAllSessionsDialog,
  { ssr: false },
);

/** The reader's sessions, and how to end them. */
export function SessionSection({ sessions }: { readonly sessions: readonly Session[] }) {
  const [isEnding, setIsEnding] = useState(false);
  return (
    <section aria-labelledby="sessions" className="py-5">
      <header className="mb-2 flex flex-wrap items-center justify-between gap-2 px-6 max-sm:px-4">
        <h2 id="sessions" className="font-semibold text-section">
          Where you are signed in <span className="figures ml-1 text-ink-faint">{sessions.length}</span>
        </h2>
        <Button onClick={() => setIsEnding(true)}>Sign out everywhere</Button>
      </header>
      <Table label="Where you are signed in">
        <TableHead>
          <tr>
            <TableHeading>Device</TableHeading>
            <TableHeading className="@max-xl:hidden">Signed in</TableHeading>
            <TableHeading>Last seen</TableHeading>
            <TableHeading>
              <span className="sr-only">Actions</span>
            </TableHeading>
          </tr>
        </TableHead>
        <TableBody>
          {sessions.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </TableBody>
      </Table>
      {isEnding ? <EndAllSessionsDialog onClose={() => setIsEnding(false)} /> : null}
    </section>
  );
}

function SessionRow({ session }: { readonly session: Session }) {
  const { id, device, createdAtMs, lastSeenAtMs, isCurrent } = session;
  return (
    <TableRow>
      <TableCell className="w-1/2 max-w-0 font-medium">
        <span className="flex items-center gap-2">
          <span className="min-w-0 truncate" title={device}>
            {device}
          </span>
          {isCurrent ? <Badge>this one</Badge> : null}
        </span>
      </TableCell>
      <TableCell className="text-ink-soft @max-xl:hidden">
        <RelativeTime timeMs={createdAtMs} />
      </TableCell>
      <TableCell className="text-ink-soft">
        <RelativeTime timeMs={lastSeenAtMs ?? createdAtMs} />
      </TableCell>
      <TableCell className="text-right">
        {isCurrent ? null : <EndSessionButton sessionId={id} device={device} />}
      </TableCell>
    </TableRow>
  );
}
