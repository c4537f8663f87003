"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Send } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { ShowMore } from "#components/ui/controls/show-more.tsx";
import { CodeBlock } from "#components/ui/display/code-block.tsx";
import { EmptyState } from "#components/ui/display/empty-state.tsx";
import { SkeletonRows } from "#components/ui/display/skeleton.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { RequestError } from "#features/errors/index.ts";
import { TopLine, useShell } from "#features/shell/index.ts";
import { useTRPC, useTRPCClient } from "#lib/trpc/react.tsx";
import { EventCard } from "./event-card.tsx";

const SendEventDialog = dynamic(
  async () => (await loadPatiently(() => import("./send-event-dialog.tsx"))).SendEventDialog,
  {
    ssr: false,
  },
);

const perPage = 30;
const refreshMs = 5_000;
const firstPage: string | null = null;

const example = `triggers:
  - id: paid
    kind: event
    name: invoice.paid
    match: "data.amount > 100"`;

/** Received events and what each one did, optionally filtered by name. */
export function EventsPage() {
  const { workspace } = useShell();
  const name = useSearchParams().get("name");
  const [isSending, setIsSending] = useState(false);
  const maySend = isAllowed(workspace.role, "runs.start");
  return (
    <>
      <TopLine
        crumbs={[{ label: "Events" }]}
        actions={
          maySend ? (
            <Button onClick={() => setIsSending(true)}>
              <Send aria-hidden />
              Send an event
            </Button>
          ) : undefined
        }
      />
      {name === null ? null : <OnlyNamed name={name} />}
      <Events key={name} name={name} />
      {isSending ? <SendEventDialog name={name ?? ""} onClose={() => setIsSending(false)} /> : null}
    </>
  );
}

function OnlyNamed({ name }: { readonly name: string }) {
  const pathname = usePathname();
  return (
    <p className="flex flex-wrap gap-x-2 border-b px-6 py-2 text-ink-soft max-sm:px-4">
      <span>
        Only <span className="figures text-ink">{name}</span>
      </span>
      <Link href={pathname} className="text-accent underline">
        Show all
      </Link>
    </p>
  );
}

function Events({ name }: { readonly name: string | null }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = { name, limit: perPage };
  const read = useInfiniteQuery({
    queryKey: [...trpc.events.list.queryKey(input), "pages"],
    queryFn: ({ pageParam }) => client.events.list.query({ ...input, cursor: pageParam }),
    initialPageParam: firstPage,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: refreshMs,
  });
  const { data, error } = read;
  const events = data?.pages.flatMap((page) => page.events) ?? [];
  return (
    <>
      {error === null ? null : <RequestError error={error} again={read.refetch} className="m-6 max-sm:m-4" />}
      {data === undefined && error === null ? <SkeletonRows rows={8} label="Loading events" /> : null}
      {data !== undefined && events.length === 0 ? <Nothing name={name} /> : null}
      <ul aria-label="Events" className="divide-y">
        {events.map((event) => (
          <EventCard key={event.eventId} event={event} />
        ))}
      </ul>
      <ShowMore pages={read} word="Show older" className="mx-6 my-4 self-start max-sm:mx-4" />
    </>
  );
}

function Nothing({ name }: { readonly name: string | null }) {
  return (
    <EmptyState
      title={name === null ? "No events yet" : `No event ${name} yet`}
      example={<CodeBlock code={example} label="A trigger that an event fires" />}
    >
      Programs send events with <code>events.send</code>, pipelines with an action <code>event.send</code>. An
      event starts the pipelines that have a trigger for its name, and ends the waits for it.
    </EmptyState>
  );
}
