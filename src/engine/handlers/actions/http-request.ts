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

/** Only headers that a later node may need; another server's cookies are not among them. */
const droppedHeaders: ReadonlySet<string> = new Set(["set-cookie", "set-cookie2"]);

/**
 * Sends one HTTP request through the guard. Every 2xx status is a success, as is any in `okStatuses`; all others are
 * failures. The values of secrets exist only while it is rendered and sent, and never in its results.
 */
export async function sendHttpRequest(work: NodeWork, config: HttpRequestConfig): Promise<NodeResult> {
  return sendUnderName(work, config, await endUserIdOf({ ...work.task, runId: work.task.onBehalfOf }));
}

/** Like `sendHttpRequest`, for a request with a name of its own, by which a receiver recognises a repeated one. */
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

/** A request may be made twice if a worker dies; a receiver that knows this header then acts only once. */
function repeatGuard(id: string, { method }: HttpRequestConfig): HttpRequest["headers"] {
  return method === "GET" || method === "HEAD" ? {} : { "idempotency-key": id };
}

interface RequestBody {
  readonly body: HttpRequest["body"];
  /** The content-type header, unless the author has set one. */
  readonly kind: HttpRequest["headers"];
}

/**
 * An object or a list is written as JSON after its templates are rendered, so nothing that is inserted can break it. A
 * file is sent as its exact bytes, wherever they are stored.
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
 * Does not include the body, which may contain anything: only the node's error branch gets it. Retryable if the
 * receiver may answer differently later.
 */
function refused({ task, ports }: NodeWork, { parse }: HttpRequestConfig, response: HttpResponse): AppError {
  const { status, headers } = response;
  const isPassing = status === 408 || status === 425 || status === 429 || status >= 500;
  const source = { get: (name: string) => headers[name] ?? null };
  const retryAfterMs = parseRetryAfter(source, ports.clock.nowMs());
  // For a node that calls tools, only the tool's own request was answered.
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
