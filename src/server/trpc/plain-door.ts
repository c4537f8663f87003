import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import type { Permission } from "#core/policy/permissions.ts";
import type { AuthSettings } from "#server/auth/auth-settings.ts";
import type { ServiceContext, ServiceTools } from "#server/services/context.ts";
import { describeError, isOwnTrouble, toTrpcError } from "./describe-error.ts";
import { createRequestContext, refusalOfSender } from "./handle-request.ts";
import { enterAs } from "./procedures.ts";

/** A request that is answered without the router, a stream or a file, for clients that have only HTTP. */
export interface PlainRequest {
  readonly tools: ServiceTools;
  readonly settings: AuthSettings;
  readonly request: Request;
  readonly permission: Permission;
}

/**
 * Authorizes the sender with the same checks as a procedure, and answers. Refusals are HTTP statuses with the same
 * messages as everywhere.
 */
export async function answerPlainly(
  { tools, settings, request, permission }: PlainRequest,
  answer: (context: ServiceContext, url: URL, headers: Record<string, string>) => Promise<Response>,
): Promise<Response> {
  const requestId = tools.newId();
  const log = tools.log.child({ requestId });
  const headers = { "x-request-id": requestId, "cache-control": "no-store, no-transform" };
  try {
    const url = new URL(request.url);
    // A browser that follows a link, or its own EventSource, cannot send our headers.
    const workspace = request.headers.get("x-workspace") ?? url.searchParams.get("workspace");
    const refusal = refusalOfSender(request, settings);
    if (refusal !== null) throw refusal;
    const sender = { requestId, refusal, headers: request.headers, workspace };
    const context = await enterAs(createRequestContext({ ...tools, log }, settings, sender), permission);
    return await answer(context, url, headers);
  } catch (cause) {
    const { status, error } = refusalOf(cause, requestId);
    // A client that disconnected is not our error.
    if (isOwnTrouble(error.code) && !request.signal.aborted)
      log.error({ err: cause }, "a request could not be answered");
    return Response.json({ error }, { status, headers });
  }
}

function refusalOf(cause: unknown, requestId: string) {
  const told = toTrpcError(cause);
  const error =
    told instanceof TRPCError ? told : new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: told });
  const described = describeError(error, requestId);
  const status = described.code === "BODY_DELETED" ? 410 : getHTTPStatusCodeFromError(error);
  return { status, error: described };
}
