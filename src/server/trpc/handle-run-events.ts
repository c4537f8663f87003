import { AppError } from "#core/errors.ts";
import { type RunId, runIdSchema } from "#core/ids.ts";
import type { AuthSettings } from "#server/auth/auth-settings.ts";
import type { ServiceContext, ServiceTools } from "#server/services/context.ts";
import { readLogState } from "#server/services/runs/log/read-log-state.ts";
import { type WatchRunInput, watchRun } from "#server/services/runs/log/watch-run.ts";
import { type StreamEvent, writeEventStream } from "./event-stream.ts";
import { answerPlainly } from "./plain-door.ts";

/** Its URL: `/api/runs/<id>/events`. */
export const runEventsPath = /^\/api\/runs\/([^/]+)\/events$/;

const retryMs = 2_000;
const quietMs = 15_000;

/**
 * A run's log for a standard EventSource, or curl: each line once and in order, live. It is `runs.watch` in another
 * format, with the same rights, checked again while it lasts. Refusals are HTTP statuses, and after a run's end the
 * next request gets 204, which stops an EventSource for good.
 */
export function handleRunEvents(
  tools: ServiceTools,
  settings: AuthSettings,
  request: Request,
): Promise<Response> {
  const asked = { tools, settings, request, permission: "runs.read" } as const;
  return answerPlainly(asked, async (context, url, headers) => {
    const runId = readRunId(url);
    const afterSeq = readCursor(request.headers, url);
    const { lastSeq, hasEnded } = await readLogState(context, { runId });
    if (hasEnded && lastSeq <= afterSeq) return new Response(null, { status: 204, headers });
    const gone = new AbortController();
    const signal = AbortSignal.any([request.signal, gone.signal]);
    const events = toStreamEvents(context, { runId, afterSeq }, signal);
    const body = writeEventStream(events, { retryMs, quietMs, onGone: () => gone.abort() });
    // Buffering proxies would hold lines back until there are enough of them.
    const streaming = { "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" };
    return new Response(body, { headers: { ...headers, ...streaming } });
  });
}

function readRunId(url: URL): RunId {
  const runId = runIdSchema.safeParse(runEventsPath.exec(url.pathname)?.[1]);
  if (runId.success) return runId.data;
  throw new AppError("NOT_FOUND", "There is no such run in this workspace.");
}

/** The header of a reader that reconnects takes precedence over the URL where it began. */
function readCursor(headers: Headers, url: URL): number {
  const text = headers.get("last-event-id") ?? url.searchParams.get("lastEventId") ?? "";
  if (text === "") return 0;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new AppError("INVALID_INPUT", "Last-Event-ID must be the number of a line.");
}

async function* toStreamEvents(
  context: ServiceContext,
  from: WatchRunInput,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, void, undefined> {
  try {
    for await (const event of watchRun(context, from, signal)) {
      yield { id: String(event.seq), data: JSON.stringify(event) };
    }
  } catch (cause) {
    // The reader reconnects after any end, and then gets the error as an HTTP status.
    if (cause instanceof AppError) {
      yield { name: "refused", data: JSON.stringify({ code: cause.code, message: cause.message }) };
    } else context.log.warn({ err: cause }, "a stream of a run was cut");
  }
}
