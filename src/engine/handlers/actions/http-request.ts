import { AppError } from "#core/errors.ts";
import type { ExtraScope } from "#core/expression/evaluate-expression.ts";
import { isInRanges, okRanges } from "#core/http/http-status.ts";
import { createSecretMask } from "#core/http/secret-mask.ts";
import type { HttpRequestConfig } from "#core/nodes/actions/http-request.ts";
import { nodeWords } from "#core/nodes/undo-of.ts";
import { parseRetryAfter } from "#core/policy/retry-after.ts";
import { endUserIdOf } from "#engine/end-user-id.ts";
import { takeFile } from "#engine/files/take-file.ts";
import type { NodeResult, NodeWork } from "#engine/node-handler.ts";
import type { HttpRequest, HttpResponse } from "#engine/ports.ts";
import { renderText, renderValue } from "#engine/render-text.ts";
import { renderAddress } from "./http-address.ts";
import { keptBody, readFailedBody } from "./http-body.ts";
import { keepLarge } from "./keep-large.ts";
import { signRequest } from "./sign-request.ts";
import { withoutSecrets } from "./without-secrets.ts";

/** Only what a later node may have use for; cookies of a stranger's server are none of it. */
const droppedHeaders: ReadonlySet<string> = new Set(["set-cookie", "set-cookie2"]);

/**
 * Sends one HTTP request through the guard. Every 2xx is an answer, and what `okStatuses` lists; any other status is a
 * failure. The values of secrets are there while it is rendered and sent, and in nothing that it leaves behind.
 */
export async function sendHttpRequest(work: NodeWork, config: HttpRequestConfig): Promise<NodeResult> {
  return sendUnderName(work, config, await endUserIdOf({ ...work.task, runId: work.task.onBehalfOf }));
}

/** As `sendHttpRequest`, for a request that has a name of its own: by it a receiver tells one that comes twice. */
export async function sendUnderName(
  work: NodeWork,
  config: HttpRequestConfig,
  id: string,
): Promise<NodeResult> {
  const { task, ports } = work;
  const names = task.node.secrets;
  if (names.length === 0) return keepLarge(work, await sendRendered(work, config, id, {}));
  const secrets = await ports.secrets.open(task, names);
  const send = () => sendRendered(work, config, id, { secrets });
  return keepLarge(work, await withoutSecrets(createSecretMask(secrets), send));
}

async function sendRendered(
  work: NodeWork,
  config: HttpRequestConfig,
  id: string,
  extra: ExtraScope,
): Promise<NodeResult> {
  const { ports, signal, maxOutputBytes, record } = work;
  const request = await toRequest(work, config, id, extra);
  ports.calls.acting();
  signal.throwIfAborted();
  record.hasActed = true;
  const response = await ports.http.send(request, { signal });
  if (!isInRanges(request.okStatuses, response.status)) throw refused(work, config, response);
  const { status, redirectedTo } = response;
  const body = keptBody(received(response), config.parse, maxOutputBytes);
  return { output: { status, headers: keptHeaders(response), body, redirectedTo }, artifacts: [] };
}

async function toRequest(
  work: NodeWork,
  config: HttpRequestConfig,
  id: string,
  extra: ExtraScope,
): Promise<HttpRequest> {
  const { task, ports, maxOutputBytes } = work;
  const headers = Object.entries(config.headers).map(
    ([name, value]) => [name.toLowerCase(), renderText(task, `headers.${name}`, value, extra)] as const,
  );
  const { body, kind } = await renderBody(work, config, extra);
  const timestamp = Math.floor(ports.clock.nowMs() / 1_000);
  const signature =
    config.sign === undefined
      ? {}
      : await signRequest(renderText(task, "sign", config.sign, extra), { id, timestamp, body });
  return {
    method: config.method,
    url: renderAddress(task, config, extra),
    headers: { ...repeatGuard(id, config), ...kind, ...Object.fromEntries(headers), ...signature },
    body,
    timeoutMs: task.node.timeoutMs,
    maxResponseBytes: maxOutputBytes,
    ...(config.parse === "auto" ? { maxFileBytes: Math.max(maxOutputBytes, ports.files.maxBytes) } : {}),
    okStatuses: okRanges(config.okStatuses),
    holdsSecrets: task.node.secrets.length > 0,
  };
}

/** A request may be made twice when a worker dies; a receiver that knows this header then acts once. */
function repeatGuard(id: string, { method }: HttpRequestConfig): HttpRequest["headers"] {
  return method === "GET" || method === "HEAD" ? {} : { "idempotency-key": id };
}

interface RequestBody {
  readonly body: HttpRequest["body"];
  /** The header that says what it is; the author's own counts instead where there is one. */
  readonly kind: HttpRequest["headers"];
}

/**
 * An object or a list is written as JSON after its templates are rendered, so nothing that is inserted can break it.
 * A file is sent as its very bytes, wherever they lie.
 */
async function renderBody(
  work: NodeWork,
  { body }: HttpRequestConfig,
  extra: ExtraScope,
): Promise<RequestBody> {
  const { task } = work;
  if (body === undefined) return { body: null, kind: {} };
  if (typeof body !== "string") {
    return {
      body: JSON.stringify(renderValue(task, "body", body, extra)),
      kind: { "content-type": "application/json" },
    };
  }
  const file = await takeFile(work, renderValue(task, "body", body, extra));
  if (file !== null) return { body: file.bytes, kind: { "content-type": file.mediaType } };
  const text = renderText(task, "body", body, extra);
  if (text === "") return { body: text, kind: {} };
  return {
    body: text,
    kind: { "content-type": isJson(text) ? "application/json" : "text/plain; charset=utf-8" },
  };
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function received({ body, headers, isBodyCut }: HttpResponse) {
  return { bytes: body, contentType: headers["content-type"], isCut: isBodyCut };
}

function keptHeaders({ headers }: HttpResponse): { [name: string]: string } {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !droppedHeaders.has(name)));
}

/**
 * Says nothing of the body, which may be anybody's: only the node's error branch gets it. Retryable where the receiver
 * may have changed its mind later.
 */
function refused({ task, ports }: NodeWork, { parse }: HttpRequestConfig, response: HttpResponse): AppError {
  const { status, headers } = response;
  const isPassing = status === 408 || status === 425 || status === 429 || status >= 500;
  const source = { get: (name: string) => headers[name] ?? null };
  const retryAfterMs = parseRetryAfter(source, ports.clock.nowMs());
  // Of a node that calls tools, only the tool's own request was answered.
  const asked = task.scope.args === undefined ? nodeWords(task.nodeId) : "the tool";
  return new AppError("HTTP_FAILED", `The server answered ${asked} with status ${status}.`, {
    retryable: isPassing,
    details: { httpStatus: status },
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    answer: {
      status,
      headers: keptHeaders(response),
      body: readFailedBody(received(response), parse),
      bodyCut: response.isBodyCut,
    },
  });
}
