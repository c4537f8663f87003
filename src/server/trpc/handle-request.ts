import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { AppError } from "#core/errors.ts";
import type { AuthSettings } from "#server/auth/auth-settings.ts";
import { clientAddress } from "#server/auth/client-address.ts";
import { findForeignOrigin } from "#server/auth/find-foreign-origin.ts";
import { findOwnSender } from "#server/auth/own-requests.ts";
import { isCookieAuthenticated, resolvePrincipal } from "#server/auth/resolve-principal.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { admitRequest, requestLimits } from "./admit-request.ts";
import type { RequestContext } from "./context.ts";
import { describeError, isOwnTrouble, retryAfterSeconds } from "./describe-error.ts";
import { appRouter } from "./root.ts";

/** The router's URL. */
const trpcEndpoint = "/api/trpc";

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
    // A query whose input is too long for a URL comes as a POST; a mutation never comes as a GET.
    allowMethodOverride: true,
    createContext: ({ info }) => {
      const { headers } = received;
      const refusal = admission.ok ? refusalOfSender(received, settings) : admission.error;
      const workspace = headers.get("x-workspace") ?? info.connectionParams?.workspace ?? null;
      return createRequestContext({ ...tools, log }, settings, { requestId, refusal, headers, workspace });
    },
    responseMeta: ({ errors }) => {
      const headers = new Headers({ "x-request-id": requestId, "cache-control": "no-store" });
      const seconds = retryAfterSeconds(errors);
      if (seconds !== null) headers.set("retry-after", String(seconds));
      return { headers };
    },
    onError({ error, path, type }) {
      const { code } = describeError(error, requestId);
      if (isOwnTrouble(code)) log.error({ err: error.cause ?? error, path, type }, "a procedure failed");
      else log.info({ code, path, type }, "a procedure refused");
    },
  });
}

/**
 * Why a request is refused for its origin. Null: it is not. Reading is left to the browser's own rules: no other site
 * can read our answers.
 */
export function refusalOfSender(
  { method, headers }: Request,
  { publicOrigin }: AuthSettings,
): AppError | null {
  const ownSender = findOwnSender(headers, publicOrigin);
  if (ownSender !== null) return ownSender;
  const isAtRisk = method !== "GET" && isCookieAuthenticated(headers, publicOrigin);
  return isAtRisk ? findForeignOrigin(headers, publicOrigin) : null;
}

interface ReceivedRequest {
  readonly requestId: string;
  readonly refusal: AppError | null;
  readonly headers: Headers;
  readonly workspace: string | null;
}

/** The context of a request. Its sender is looked up on first use, once for all calls of a batch. */
export function createRequestContext(
  tools: ServiceTools,
  settings: AuthSettings,
  { requestId, refusal, headers, workspace }: ReceivedRequest,
): RequestContext {
  let principal: ReturnType<RequestContext["principal"]> | null = null;
  return {
    requestId,
    refusal,
    tools,
    clientAddress: clientAddress(headers, settings.trustedProxyCount),
    userAgent: headers.get("user-agent"),
    sendsToken: headers.get("authorization") !== null,
    workspace,
    principal: () => {
      principal ??= resolvePrincipal(tools, settings, headers);
      return principal;
    },
  };
}
