"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useMemo, useState } from "react";
import { fitsAddress } from "#core/json/fits-address.ts";
import { wire } from "#core/json/wire.ts";
import type { AppRouter } from "#server/trpc/root.ts";
import { createQueryClient, statusOfAnswer } from "./query-client.ts";
import { watchSession } from "./session-state.ts";

/** `useTRPC()` returns options for TanStack Query; `useTRPCClient()` calls procedures directly. */
const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

export { useTRPC, useTRPCClient };

const endpoint = "/api/trpc";
/** The server accepts this many calls per batch. */
const callsPerBatch = 20;

function createClient(workspace: string | null) {
  const about = workspace === null ? {} : { workspace };
  const headers = workspace === null ? {} : { "x-workspace": workspace };
  const calls = { url: endpoint, transformer: wire, headers, maxItems: callsPerBatch, maxURLLength: 4_000 };
  return createTRPCClient<AppRouter>({
    links: [
      watchSession,
      splitLink({
        condition: ({ type }) => type === "subscription",
        // EventSource sends no headers, so the workspace is in the URL.
        true: httpSubscriptionLink({ url: endpoint, transformer: wire, connectionParams: about }),
        false: splitLink({
          condition: ({ type, input }) => type === "query" && !fitsAddress(input),
          true: httpBatchLink({ ...calls, methodOverride: "POST" }),
          false: httpBatchLink(calls),
        }),
      }),
    ],
  });
}

interface ApiProviderProps {
  /** The id or slug of the workspace for all calls below; null if there is none yet. */
  readonly workspace: string | null;
  readonly children: ReactNode;
}

/** Provides the API for one workspace. Each workspace has its own cache, so nothing leaks from one into another. */
export function ApiProvider({ workspace, children }: ApiProviderProps) {
  return (
    <WorkspaceApi key={workspace ?? ""} workspace={workspace}>
      {children}
    </WorkspaceApi>
  );
}

function WorkspaceApi({ workspace, children }: ApiProviderProps) {
  const [queryClient] = useState(() => createQueryClient(statusOfAnswer));
  const client = useMemo(() => createClient(workspace), [workspace]);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
