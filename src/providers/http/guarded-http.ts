import { type Dispatcher, request as sendRequest } from "undici";
import { AppError } from "#core/errors.ts";
import { isInRanges } from "#core/http/http-status.ts";
import type { HttpPort, HttpRequest, HttpResponse } from "#engine/ports.ts";
import { checkHeaders } from "./check-headers.ts";
import { blocked, checkUrl, type UrlPolicy } from "./check-url.ts";
import { createEgress, type Egress, type EgressOptions } from "./egress.ts";
import { followRedirect, type Hop, isRedirect } from "./follow-redirect.ts";
import { findProxyFault, type ProxyFault } from "./proxy-fault.ts";
import { readHttpAnswer } from "./read-answer.ts";

export interface GuardedHttpOptions extends Partial<EgressOptions> {
  /**
   * Opens loopback and private networks, for self-hosted services and tests. Metadata services stay closed. Default:
   * false.
   */
  readonly allowPrivateAddresses?: boolean;
  /** Default: 80, 443, 8080 and 8443. Any port where private addresses are open, since their services may use any. */
  readonly allowedPorts?: readonly number[] | "any";
  /** Host names that are refused, with their subdomains, such as Penstock's own. */
  readonly blockedHosts?: readonly string[];
  /** Headers set on every request, overriding the sender's. */
  readonly mark?: { readonly [name: string]: string };
}

interface Guard {
  readonly egress: Egress;
  readonly policy: UrlPolicy;
  readonly mark: { readonly [name: string]: string };
}

const defaultPorts = [80, 443, 8080, 8443];
const maxRedirects = 5;
const methods: ReadonlySet<string> = new Set(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]);

/**
 * Outbound HTTP for requests that users define. Each hop is checked before it is connected: scheme, port, user name, IP
 * literals, and every address that its name resolves to, at the moment of connecting.
 */
export function createGuardedHttp(options: GuardedHttpOptions = {}): HttpPort {
  const { allowPrivateAddresses = false } = options;
  const policy = guardedPolicy(options);
  const guard: Guard = {
    egress: createEgress({ ...options, allowPrivateAddresses }),
    policy,
    mark: options.mark ?? {},
  };
  return { send: (request, { signal }) => send(guard, request, signal) };
}

/** Which addresses such a request may have, before any lookup. */
export function guardedPolicy(options: GuardedHttpOptions): UrlPolicy {
  const { allowPrivateAddresses = false } = options;
  const allowedPorts = options.allowedPorts ?? (allowPrivateAddresses ? "any" : defaultPorts);
  return {
    allowPrivateAddresses,
    allowedPorts: allowedPorts === "any" ? "any" : new Set(allowedPorts),
    blockedHosts: (options.blockedHosts ?? []).map((host) => host.toLowerCase()),
  };
}

async function send(guard: Guard, request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
  const first = toFirstHop(request, guard.policy);
  const timeout = AbortSignal.timeout(request.timeoutMs);
  const limited = AbortSignal.any([signal, timeout]);
  try {
    const response = await sendFollowing(guard, first, request, limited);
    // The body of a failed answer may be cut, but an abort of the caller must still throw.
    signal.throwIfAborted();
    return response;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw timeout.aborted ? tookTooLong(first.url, request.timeoutMs) : toAppError(error, first.url);
  }
}

function toFirstHop(request: HttpRequest, policy: UrlPolicy): Hop {
  const method = request.method.toUpperCase();
  if (!methods.has(method)) {
    throw new AppError("INVALID_INPUT", `The method must be one of ${[...methods].join(", ")}.`);
  }
  if (request.body !== null && (method === "GET" || method === "HEAD"))
    throw new AppError("INVALID_INPUT", `A request with the method ${method} cannot have a body.`);
  return {
    method,
    url: checkUrl(request.url.trim(), policy),
    headers: { "user-agent": "penstock", ...checkHeaders(request.headers) },
    body: request.body,
    holdsSecrets: request.holdsSecrets,
  };
}

async function sendFollowing(
  guard: Guard,
  first: Hop,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<HttpResponse> {
  let hop = first;
  for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
    const answer = await sendHop(guard, hop, signal);
    const status = answer.statusCode;
    const headers = flatten(answer.headers);
    if (!isRedirect(status, headers.location) || isInRanges(request.okStatuses, status)) {
      const redirectedTo = hop === first ? null : hop.url.href;
      return { status, headers, redirectedTo, ...(await readHttpAnswer(answer, headers, request)) };
    }
    await answer.body.dump({ limit: 16_384, signal });
    hop = followRedirect(hop, status, headers.location, guard.policy);
  }
  throw blocked(`it was redirected more than ${maxRedirects} times`);
}

async function sendHop(
  { egress, mark }: Guard,
  hop: Hop,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const { dispatcher, isProxied } = await egress(hop.url);
  const answer = await sendRequest(hop.url, {
    dispatcher,
    method: hop.method as Dispatcher.HttpMethod,
    // Servers may compress anyway, and then the body is decoded. It is not requested, since most answers are small.
    headers: { ...hop.headers, ...mark, "accept-encoding": "identity" },
    body: hop.body,
    signal,
    // Not every request through a proxy takes these from its agent.
    headersTimeout: 0,
    bodyTimeout: 0,
  }).catch((error: unknown) => {
    const fault = isProxied ? findProxyFault(error, hop.url) : null;
    throw fault === null ? error : failedAtProxy(fault);
  });
  // A reader sees the error when it reads. Without a reader, an abort still emits `error`, and without a listener that
  // would end the process.
  answer.body.on("error", () => {});
  return answer;
}

function flatten(headers: Dispatcher.ResponseData["headers"]): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
}

function tookTooLong(url: URL, timeoutMs: number): AppError {
  return new AppError("HTTP_FAILED", `${url.host} did not answer within ${timeoutMs / 1000} s.`);
}

/** Names only the host and the runtime's error code: paths and queries may hold secrets. */
function toAppError(error: unknown, url: URL): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof Error && error.name === "HTTPParserError")
    return new AppError("HTTP_FAILED", `${url.host} answered with something that is not HTTP.`);
  const code =
    error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
  return new AppError(
    "HTTP_FAILED",
    `The request to ${url.host} failed${code === null ? "" : ` (${code})`}.`,
    {
      details: { cause: code },
    },
  );
}

function failedAtProxy({ message, httpStatus, isPassing }: ProxyFault): AppError {
  const details = { cause: "proxy", ...(httpStatus === null ? {} : { httpStatus }) };
  return new AppError("HTTP_FAILED", message, { details, retryable: isPassing });
}
