import { Readable } from "node:stream";
import { AppError } from "#core/errors.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { cutText } from "#core/json/normalize-text.ts";
import type { HttpPort, HttpResponse, McpServer } from "#engine/ports.ts";
import { readEvents } from "../wire/read-events.ts";

/** The largest answer that is read: a list of tools is the longest kind. */
const answerBytes = 2_000_000;
const protocolVersion = "2025-06-18";

/** One conversation with a server, over separate requests. */
export interface McpConversation {
  readonly http: HttpPort;
  readonly server: McpServer;
  readonly signal: AbortSignal;
  /** The session id that the server gave. Null before that, and where it gives none. */
  session: string | null;
  isOpen: boolean;
  nextId: number;
}

/** A server's answer to a request: a result, or a JSON-RPC error. */
export type RpcAnswer =
  | { readonly ok: true; readonly result: JsonObject }
  | { readonly ok: false; readonly code: number; readonly message: string };

/**
 * Sends a request and reads its answer, from JSON or from a stream that ends.
 * @throws AppError HTTP_FAILED or HTTP_BLOCKED of the request, and HTTP_FAILED for an invalid answer.
 */
export async function ask(
  exchange: McpConversation,
  method: string,
  params: JsonObject,
  headers: HttpHeaders = {},
): Promise<RpcAnswer> {
  const id = exchange.nextId;
  exchange.nextId += 1;
  const response = await post(exchange, { jsonrpc: "2.0", id, method, params }, headers);
  requireGood(exchange, response);
  exchange.session = response.headers["mcp-session-id"] ?? exchange.session;
  const message = (await messagesOf(response)).find((each) => each.id === id);
  if (message === undefined) throw strange(exchange, `did not answer ${method}`);
  return toAnswer(exchange, message);
}

/** Sends the server a notification, which it does not answer. */
export async function tell(exchange: McpConversation, method: string): Promise<void> {
  requireGood(exchange, await post(exchange, { jsonrpc: "2.0", method }, {}));
}

/** The error for an answer that no MCP server should give. */
export function strange({ server }: Pick<McpConversation, "server">, what: string): AppError {
  return new AppError("HTTP_FAILED", `The MCP server at ${hostOf(server.url)} ${what}.`);
}

type HttpHeaders = { readonly [name: string]: string };

function post(
  { http, server, signal, session, isOpen }: McpConversation,
  body: JsonObject,
  headers: HttpHeaders,
): Promise<HttpResponse> {
  const request = {
    method: "POST",
    url: server.url,
    headers: {
      ...server.headers,
      ...headers,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      ...(isOpen ? { "mcp-protocol-version": protocolVersion } : {}),
      ...(session === null ? {} : { "mcp-session-id": session }),
    },
    body: JSON.stringify(body),
    timeoutMs: server.timeoutMs,
    maxResponseBytes: answerBytes,
    okStatuses: [{ from: 200, to: 299 }],
    holdsSecrets: server.holdsSecrets,
  };
  return http.send(request, { signal });
}

/** How a client introduces itself in `initialize`. */
export const greeting: JsonObject = {
  protocolVersion,
  capabilities: {},
  clientInfo: { name: "penstock", version: "1" },
};

function requireGood(exchange: McpConversation, { status }: HttpResponse): void {
  if (status >= 200 && status < 300) return;
  throw new AppError("HTTP_FAILED", strange(exchange, `answered with status ${status}`).message, {
    details: { httpStatus: status },
    retryable: status === 429 || status >= 500,
  });
}

async function messagesOf({ body, headers }: HttpResponse): Promise<readonly JsonObject[]> {
  const type = headers["content-type"] ?? "";
  const isStream = type.includes("text/event-stream");
  const texts = isStream ? await eventsIn(body) : [new TextDecoder().decode(body)];
  return texts.flatMap((each) => [parsed(each)].flat().filter(isJsonObject));
}

async function eventsIn(body: Uint8Array): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const events of readEvents(Readable.from([body]))) texts.push(...events.map(({ data }) => data));
  return texts;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

function toAnswer(exchange: McpConversation, { result, error }: JsonObject): RpcAnswer {
  if (isJsonObject(result)) return { ok: true, result };
  if (!isJsonObject(error)) throw strange(exchange, "answered with neither a result nor an error");
  const { code, message } = error;
  return {
    ok: false,
    code: typeof code === "number" ? code : 0,
    message: typeof message === "string" ? cutText(message, 2_000) : "no reason given",
  };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "an address that cannot be read";
}
