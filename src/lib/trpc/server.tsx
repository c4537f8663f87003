import "server-only";

import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { headers } from "next/headers";
import { cache, type ReactNode } from "react";
import { webProcess } from "#server/composition.ts";
import { createServerCaller } from "#server/trpc/create-caller.ts";
import { createRequestContext } from "#server/trpc/handle-request.ts";
import { appRouter } from "#server/trpc/root.ts";
import { createQueryClient } from "./query-client.ts";
import { statusOfCall } from "./status-of-call.ts";

const requestQueryClient = cache(() => createQueryClient(statusOfCall));

const requestContext = cache(async (workspace: string | null) => {
  const { tools, auth } = webProcess();
  const requestId = tools.newId();
  const known = new Headers(await headers());
  // Pages authenticate by session only; tokens are for the API.
  known.delete("authorization");
  return createRequestContext({ ...tools, log: tools.log.child({ requestId }) }, auth, {
    requestId,
    refusal: null,
    headers: known,
    workspace,
  });
});

/** The router for server-rendered pages: the same procedures and checks, without HTTP. */
export async function serverApi(workspace: string | null) {
  return createServerCaller(await requestContext(workspace));
}

/** Options for `prefetchQuery`: the result is in the browser's cache when the page hydrates. */
export async function serverOptions(workspace: string | null) {
  const context = await requestContext(workspace);
  return createTRPCOptionsProxy({ ctx: context, router: appRouter, queryClient: requestQueryClient });
}

/** The vendors that people can sign in with here, besides a password. */
export function signInVendors(): readonly ("github" | "google")[] {
  const { github, google } = webProcess().auth;
  return [...(github === null ? [] : ["github" as const]), ...(google === null ? [] : ["google" as const])];
}

/** The cache that `serverOptions` fills for this request. */
export { requestQueryClient };

/** Passes prefetched data to the browser. Place it inside the `ApiProvider` of the same workspace. */
export function Hydrate({ children }: { readonly children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(requestQueryClient())}>{children}</HydrationBoundary>;
}
