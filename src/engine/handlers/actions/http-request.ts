import { AppError } from "#core/errors.ts";
import type { Json } from "#core/json.ts";
import type { ActionConfig } from "#core/nodes/action.ts";
import { normalizeText } from "#core/text/normalize-text.ts";
import { parseJsonText } from "#core/text/parse-json-text.ts";
import { endUserIdOf } from "#engine/end-user-id.ts";
import type { NodeResult, NodeWork } from "#engine/node-handler.ts";
import type { HttpResponse } from "#engine/ports.ts";
import { renderText, renderUrl } from "#engine/render-text.ts";

type Config = Extract<ActionConfig, { readonly action: "http.request" }>;

/** Only what a later node may have use for; cookies of a stranger's server are none of it. */
const droppedHeaders: ReadonlySet<string> = new Set(["set-cookie", "set-cookie2"]);
const dayMs = 86_400_000;

/** Sends one HTTP request through the guard. An answer of 400 and above is a failure. */
export async function sendHttpRequest(work: NodeWork, config: Config): Promise<NodeResult> {
  const { task, ports, signal, maxOutputBytes } = work;
  const rendered = Object.entries(config.headers).map(
    ([name, value]) => [name.toLowerCase(), renderText(task, `headers.${name}`, value)] as const,
  );
  const response = await ports.http.send(
    {
      method: config.method,
      url: renderUrl(task, "url", config.url),
      headers: { ...(await repeatGuard(work, config)), ...Object.fromEntries(rendered) },
      body: config.body === undefined ? null : renderText(task, "body", config.body),
      timeoutMs: task.node.timeoutMs,
      maxResponseBytes: maxOutputBytes,
    },
    { signal },
  );
  if (response.status >= 400) throw refused(work, response);
  return { output: toOutput(response), artifacts: [] };
}

/** A request may be made twice when a worker dies; a receiver that knows this header then acts once. */
async function repeatGuard({ task }: NodeWork, { method }: Config): Promise<{ [name: string]: string }> {
  return method === "GET" || method === "HEAD" ? {} : { "idempotency-key": await endUserIdOf(task) };
}

function toOutput({ status, headers, body }: HttpResponse): Json {
  const kept = Object.entries(headers).filter(([name]) => !droppedHeaders.has(name));
  const isJson = /^application\/(?:[\w.+-]+\+)?json\b/i.test(headers["content-type"] ?? "");
  const parsed = isJson ? parseJsonText(normalizeText(body)) : null;
  return { status, headers: Object.fromEntries(kept), body: parsed?.ok ? parsed.value : body };
}

/** Says nothing of the body, which may be anybody's; retryable where the receiver may have changed its mind later. */
function refused({ task }: NodeWork, { status, headers }: HttpResponse): AppError {
  const isPassing = status === 408 || status === 425 || status === 429 || status >= 500;
  const seconds = /^\d{1,7}$/.test(headers["retry-after"] ?? "") ? Number(headers["retry-after"]) : null;
  return new AppError("HTTP_FAILED", `Node "${task.nodeId}" was answered with status ${status}.`, {
    retryable: isPassing,
    details: { httpStatus: status },
    ...(seconds === null ? {} : { retryAfterMs: Math.min(seconds * 1000, dayMs) }),
  });
}
