import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { AuthSettings } from "#server/auth/auth-settings.ts";
import { checkOrigin } from "#server/auth/check-origin.ts";
import { clientAddress } from "#server/auth/client-address.ts";
import { isCookieAuthenticated, resolvePrincipal } from "#server/auth/resolve-principal.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { admitRequest, requestLimits } from "./admit-request.ts";
import type { RequestContext } from "./context.ts";
import { describeError, toTrpcError } from "./describe-error.ts";
import { appRouter } from "./root.ts";

/** Where the router is served. */
export const trpcEndpoint = "/api/trpc";

/** Answers one HTTP request to the router: queries, mutations, and subscriptions as server-sent events. */
export async function handleTrpcRequest(
  tools: ServiceTools,
  settings: AuthSettings,
  received: Request,
): Promise<Response> {
  const requestId = tools.newId();
  const log = tools.log.child({ requestId });
  const admission = await admitRequest(received);
  return fetchRequestHandler({
    endpoint: trpcEndpoint,
    router: appRouter,
    req: admission.request,
    maxBatchSize: requestLimits.callsPerBatch,
    createContext: ({ info }) => {
      const { headers } = received;
      try {
        if (!admission.ok) throw admission.error;
        if (received.method !== "GET" && isCookieAuthenticated(headers, settings.publicOrigin)) {
          checkOrigin(headers, settings.publicOrigin);
        }
      } catch (error) {
        throw toTrpcError(error);
      }
      const workspace = headers.get("x-workspace") ?? info.connectionParams?.workspace ?? null;
      return createRequestContext({ ...tools, log }, settings, { requestId, headers, workspace });
    },
    responseMeta: () => ({
      headers: new Headers({ "x-request-id": requestId, "cache-control": "no-store" }),
    }),
    onError({ error, path, type }) {
      const { code } = describeError(error, requestId);
      if (code === "INTERNAL") log.error({ err: error.cause ?? error, path, type }, "a procedure failed");
      else log.info({ code, path, type }, "a procedure refused");
    },
  });
}

interface ReceivedRequest {
  readonly requestId: string;
  readonly headers: Headers;
  readonly workspace: string | null;
}

/** What procedures know of a request. Who sends it is looked up on first use, once for all calls of a batch. */
export function createRequestContext(
  tools: ServiceTools,
  settings: AuthSettings,
  { requestId, headers, workspace }: ReceivedRequest,
): RequestContext {
  let principal: ReturnType<RequestContext["principal"]> | null = null;
  return {
    requestId,
    tools,
    clientAddress: clientAddress(headers, settings.trustedProxyCount),
    userAgent: headers.get("user-agent"),
    workspace,
    principal: () => {
      principal ??= resolvePrincipal(tools, settings, headers);
      return principal;
    },
  };
}
