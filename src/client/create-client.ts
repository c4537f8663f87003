import {
  createTRPCClient,
  httpBatchLink,
  httpSubscriptionLink,
  splitLink,
  type TRPCClient,
} from "@trpc/client";
import { EventSource, type EventSourceInit } from "eventsource";
import { fitsAddress } from "#core/json/fits-address.ts";
import { wire } from "#core/json/wire.ts";
import type { AppRouter } from "#server/trpc/root.ts";

export interface PenstockClientOptions {
  /** Where Penstock runs: `http://localhost:3000`. */
  readonly url: string;
  /** An API token (`pen_…`); it names the workspace. */
  readonly token: string;
}

/** Every procedure of the router, typed: `client.runs.start.mutate({ pipelineId })`. */
export type PenstockClient = TRPCClient<AppRouter>;

/** At most as many calls as the server takes in one request, in addresses no longer than proxies let through. */
const batchLimits = { maxItems: 20, maxURLLength: 4_000 };

/**
 * The typed client for programs, in Node 20 and newer or a browser. Faults are `TRPCClientError`s; `readPenstockError`
 * says what they mean. Follow a run with `watchRun`, which survives restarts of the server.
 */
export function createPenstockClient({ url, token }: PenstockClientOptions): PenstockClient {
  const shared = { url: new URL("/api/trpc", url).toString(), transformer: wire };
  const authorization = `Bearer ${token}`;
  const calls = { ...shared, ...batchLimits, headers: { authorization } };
  const sendAuthorized: NonNullable<EventSourceInit["fetch"]> = (input, init) =>
    fetch(input, { ...init, headers: { ...init.headers, authorization } });
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === "subscription",
        // A browser's own EventSource can send no header, and a token does not belong in an address.
        true: httpSubscriptionLink({ ...shared, EventSource, eventSourceOptions: { fetch: sendAuthorized } }),
        false: splitLink({
          condition: ({ type, input }) => type === "query" && !fitsAddress(input),
          true: httpBatchLink({ ...calls, methodOverride: "POST" }),
          false: httpBatchLink(calls),
        }),
      }),
    ],
  });
}
