"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { ShowMore } from "#components/ui/controls/show-more.tsx";
import { EmptyState } from "#components/ui/display/empty-state.tsx";
import { SkeletonRows } from "#components/ui/display/skeleton.tsx";
import { turnAddress } from "#components/ui/turn-address.ts";
import { RequestError } from "#features/errors/index.ts";
import { TopLine, useShell } from "#features/shell/index.ts";
import { useTRPC, useTRPCClient } from "#lib/trpc/react.tsx";
import { type AuditFilter, auditFilterQuery, parseAuditFilter } from "../model/audit-filter.ts";
import { AuditFilterBar } from "./audit-filter-bar.tsx";
import { AuditTable } from "./audit-table.tsx";

const perPage = 50;
const firstPage: string | null = null;

/** Who did what in the workspace, and when; newest first. */
export function AuditPage() {
  const { workspace } = useShell();
  const parameters = useSearchParams();
  const filter = parseAuditFilter((name) => parameters.get(name));
  return (
    <>
      <TopLine crumbs={[{ label: "Settings", href: `/${workspace.slug}/settings` }, { label: "Audit" }]} />
      <AuditFilterBar filter={filter} onChange={turnTo} />
      <Events filter={filter} />
    </>
  );
}

/** Changes the filter. */
function turnTo(part: Partial<AuditFilter>): void {
  turnAddress({ parse: parseAuditFilter, query: auditFilterQuery }, part);
}

function Events({ filter }: { readonly filter: AuditFilter }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = { actorUserId: filter.by, action: filter.action, limit: perPage };
  const events = useInfiniteQuery({
    queryKey: [...trpc.audit.list.queryKey(input), "pages"],
    queryFn: ({ pageParam }) => client.audit.list.query({ ...input, cursor: pageParam }),
    initialPageParam: firstPage,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const { data, error } = events;
  const shown = data?.pages.flatMap((page) => page.events) ?? [];
  const names = useMemo(() => Object.assign({}, ...(data?.pages.map((page) => page.names) ?? [])), [data]);
  return (
    <>
      {error === null ? null : (
        <RequestError error={error} again={events.refetch} className="m-6 max-sm:m-4" />
      )}
      {data === undefined && error === null ? <SkeletonRows rows={12} label="Loading the audit log" /> : null}
      {data === undefined ? null : shown.length === 0 ? (
        <EmptyState title="Nothing recorded">
          What people and their tokens do in this workspace is recorded here. Nothing matches the filters
          above.
        </EmptyState>
      ) : (
        <AuditTable events={shown} names={names} />
      )}
      <ShowMore pages={events} word="Show older" className="mx-6 my-4 self-start max-sm:mx-4" />
    </>
  );
}
