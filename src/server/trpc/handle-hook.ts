import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { AppError } from "#core/errors.ts";
import { isTerminalRun } from "#core/run/status.ts";
import type { AuthSettings } from "#server/auth/auth-settings.ts";
import { findOwnSender } from "#server/auth/own-requests.ts";
import { readBytes } from "#server/auth/read-body.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { type HookAnswer, receiveHook } from "#server/services/triggers/hooks/receive-hook.ts";
import { waitForRun } from "#server/services/triggers/hooks/wait-for-run.ts";
import { toTrpcError } from "./describe-error.ts";

/** Its URL: `/api/hooks/<id>`. */
export const hookPath = /^\/api\/hooks\/([^/]+)$/;

/** As large as a run's input may be. */
const maxBytes = 1_048_576;
/** When a sender may retry at a paused trigger. */
const pausedSeconds = 300;

/**
 * Handles webhook requests. The webhook's own scheme authenticates the sender: cookies and tokens of Penstock mean
 * nothing here, and pages of other sites are refused.
 */
export async function handleHook(
  tools: ServiceTools,
  settings: AuthSettings,
  request: Request,
): Promise<Response> {
  const requestId = tools.newId();
  const log = tools.log.child({ requestId });
  const answer = (status: number, body: object, headers: Record<string, string> = {}) =>
    Response.json(body, {
      status,
      headers: { "x-request-id": requestId, "cache-control": "no-store", ...headers },
    });
  try {
    const own = findOwnSender(request.headers, settings.publicOrigin);
    if (own !== null) throw own;
    const hookId = hookPath.exec(new URL(request.url).pathname)?.[1] ?? "";
    const body = await readBytes(request, maxBytes);
    const { headers } = request;
    const taken = await receiveHook({ ...tools, log }, hookId, { headers, body, nowMs: tools.clock.nowMs() });
    return await answerTo(tools, taken, request.signal, answer);
  } catch (error) {
    const { status, code, message, retryAfterMs } = describe(error, requestId);
    if (status >= 500) log.error({ err: error }, "a webhook failed");
    else log.info({ code }, "a webhook was refused");
    const wait = retryAfterMs === null ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1_000)) };
    return answer(status, { error: { code, message, requestId } }, wait);
  }
}

type Answer = (status: number, body: object, headers?: Record<string, string>) => Response;

async function answerTo(
  tools: ServiceTools,
  taken: HookAnswer,
  signal: AbortSignal,
  answer: Answer,
): Promise<Response> {
  switch (taken.kind) {
    case "unknown": {
      const message = "There is no such webhook, or the request does not prove who sent it.";
      return answer(401, { error: { code: "UNAUTHENTICATED", message } });
    }
    case "paused": {
      const error = { code: "CONFLICT", message: "This webhook is paused. Send it again later." };
      return answer(503, { error }, { "retry-after": String(pausedSeconds) });
    }
    case "challenge":
      return new Response(taken.text, {
        headers: { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" },
      });
    case "run":
      return answerWithRun(tools, taken, signal, answer);
  }
}

async function answerWithRun(
  tools: ServiceTools,
  { workspaceId, runId, isAgain, respond }: Extract<HookAnswer, { kind: "run" }>,
  signal: AbortSignal,
  answer: Answer,
): Promise<Response> {
  const told = { runId, duplicate: isAgain };
  if (respond === "accepted") return answer(isAgain ? 200 : 202, told);
  const run = await waitForRun(tools, workspaceId, runId, respond.waitSeconds * 1_000, signal);
  if (run === null || !isTerminalRun(run.status)) return answer(202, told);
  return answer(200, { ...told, status: run.status, output: run.output });
}

/** A sender sees errors of its request; internal errors are recorded in the firing, for those who may see it. */
function describe(error: unknown, requestId: string) {
  const told = toTrpcError(error);
  const cause = told instanceof TRPCError ? told.cause : null;
  if (!(cause instanceof AppError) || !(told instanceof TRPCError) || cause.code === "KEY_UNREADABLE") {
    const message = `Something went wrong inside Penstock. The log holds the details under request ${requestId}.`;
    return { status: 500, code: "INTERNAL", message, retryAfterMs: null };
  }
  const isOfRequest = ["INVALID_INPUT", "PAYLOAD_TOO_LARGE", "RATE_LIMITED", "FORBIDDEN"].includes(
    cause.code,
  );
  const message = isOfRequest
    ? cause.message
    : "The run could not be started. The trigger's page in Penstock says why.";
  return {
    status: getHTTPStatusCodeFromError(told),
    code: cause.code,
    message,
    retryAfterMs: cause.retryAfterMs ?? null,
  };
}
