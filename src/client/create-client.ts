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
  /** The base URL of Penstock: `http://localhost:3000`. */
  readonly url: string;
  /** An API token (`pen_…`), which belongs to one workspace. */
  readonly token: string;
}

/** Every procedure of the router, typed: `client.runs.start.mutate({ pipelineId })`. */
export type PenstockClient = TRPCClient<AppRouter>;

/** At most as many calls per request as the server accepts, and URLs short enough for proxies. */
const batchLimits = { maxItems: 20, maxURLLength: 4_000 };

/**
 * The typed client for programs, for Node 20 and newer and for browsers. Errors are `TRPCClientError`s;
 * `readPenstockError` explains them. Follow a run with `watchRun`, which survives server restarts.
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
        // The browser's own EventSource cannot send headers, and a token must not be in a URL.
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
