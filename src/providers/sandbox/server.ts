import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parseSandboxModel, type SandboxModel } from "#core/model/sandbox-model.ts";
import { answerMessage } from "./answer-message.ts";
import { type Asked, inputTokensOf } from "./asked.ts";
import { type BillingLog, createBillingLog, type SandboxStats } from "./billing-log.ts";
import { findSandboxModel, listSandboxModels } from "./list-sandbox-models.ts";
import { createPromptCache, type PromptCache } from "./prompt-cache.ts";
import { type ReadBody, readJsonBody } from "./read-json-body.ts";
import { createRehearsals, type Rehearsals } from "./rehearsals.ts";
import { sendError, sendJson } from "./vendor-errors.ts";
import { chatWire } from "./wires/chat.ts";
import { messagesWire, parseCountRequest } from "./wires/messages.ts";
import { parseInputTokensRequest, responsesWire } from "./wires/responses.ts";
import type { ParsedBody, SandboxWire } from "./wires/wire.ts";

/** The sandbox accepts any key; this one describes itself. Keys that begin with `invalid` get a 401. */
export const sandboxApiKey = "sandbox-play-money";

export interface SandboxServer {
  /** Base URL of all its wires; OpenAI's begin with `/v1`. */
  readonly url: string;
  stats(): SandboxStats;
  /** Closes all connections and stops listening. */
  close(): Promise<void>;
}

interface SandboxOptions {
  /** Default: a free port. */
  readonly port?: number;
  readonly host?: "127.0.0.1";
  /** The minimum number of requests that its bill lists. Default: 5,000. */
  readonly keptEntries?: number;
}

interface Sandbox {
  readonly log: BillingLog;
  readonly rehearsals: Rehearsals;
  readonly promptCache: PromptCache;
}

/**
 * Starts a server of Anthropic's and OpenAI's wire formats without a model behind it: it answers from its input,
 * streams at a chosen pace, counts usage, and rehearses faults that the model's name selects. GET /sandbox/log returns
 * what it billed.
 */
export async function startSandboxServer(options: SandboxOptions = {}): Promise<SandboxServer> {
  const sandbox = {
    log: createBillingLog(options.keptEntries),
    rehearsals: createRehearsals(),
    promptCache: createPromptCache(),
  };
  const server = createServer((request, response) => {
    const requestId = `req_${randomUUID().replaceAll("-", "")}`;
    response.setHeader("request-id", requestId).setHeader("x-request-id", requestId);
    handle(sandbox, request, response).catch(() => response.destroy());
  });
  // Longer than clients keep an idle connection, so that none is closed just as it is reused.
  server.keepAliveTimeout = 120_000;
  await listen(server, options.port ?? 0, options.host ?? "127.0.0.1");
  const { address, port } = server.address() as AddressInfo;
  return {
    url: `http://${address}:${port}`,
    stats: () => sandbox.log.stats(),
    close: () => closeServer(server),
  };
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  const listening = Promise.withResolvers<void>();
  server.once("error", listening.reject);
  server.listen({ port, host }, listening.resolve);
  await listening.promise;
}

async function closeServer(server: Server): Promise<void> {
  const closed = Promise.withResolvers<void>();
  server.close(() => closed.resolve());
  server.closeAllConnections();
  await closed.promise;
}

async function handle(sandbox: Sandbox, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://sandbox");
  const route = `${request.method} ${url.pathname}`;
  if (route === "GET /sandbox/log") return sendJson(response, 200, JSON.stringify(sandbox.log.stats()));
  const credential = credentialOf(request);
  const wire = wireOf(url.pathname);
  if (credential === "") return sendError(response, wire, 401, "a key is required");
  if (credential.startsWith("invalid")) return sendError(response, wire, 401, `invalid key: ${credential}`);
  switch (route) {
    case "GET /v1/models":
      return sendJson(response, 200, JSON.stringify(listSandboxModels(url.searchParams)));
    case "POST /v1/messages/count_tokens":
      return countTokens(await readJsonBody(request), response, wire, parseCountRequest);
    case "POST /v1/responses/input_tokens":
      return countTokens(await readJsonBody(request), response, wire, parseInputTokensRequest);
    case "POST /v1/messages":
    case "POST /v1/responses":
    case "POST /v1/chat/completions":
      return serveMessage({ sandbox, wire, response, credential }, await readJsonBody(request));
    default:
      return serveRest(route, url, response);
  }
}

function wireOf(path: string): SandboxWire {
  if (path.startsWith("/v1/responses")) return responsesWire;
  return path.startsWith("/v1/chat/") ? chatWire : messagesWire;
}

const oneModel = /^GET \/v1\/models\/(?<id>[^/]+)$/;

function serveRest(route: string, url: URL, response: ServerResponse): void {
  const written = oneModel.exec(route)?.groups?.id;
  const found = written === undefined ? null : findSandboxModel(decoded(written) + url.search);
  if (found !== null) sendJson(response, 200, JSON.stringify(found));
  else {
    const missing = written === undefined ? `not found: ${url.pathname}` : `model: ${written}`;
    sendError(response, wireOf(url.pathname), 404, missing);
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function credentialOf(request: IncomingMessage): string {
  const bearer = request.headers.authorization?.replace(/^Bearer /i, "") ?? "";
  const key = request.headers["x-api-key"];
  return bearer === "" ? String(key ?? "") : bearer;
}

type Parse<Value> = (body: unknown) => ParsedBody<Value>;

function countTokens(
  body: ReadBody,
  response: ServerResponse,
  wire: SandboxWire,
  parse: Parse<Pick<Asked, "model" | "characters" | "schema">>,
): void {
  const request = parseBody(parse, body, response, wire);
  if (request === null || findModel(request.model, response, wire) === null) return;
  sendJson(response, 200, JSON.stringify({ input_tokens: inputTokensOf(request) }));
}

interface Served {
  readonly sandbox: Sandbox;
  readonly wire: SandboxWire;
  readonly response: ServerResponse;
  readonly credential: string;
}

async function serveMessage(served: Served, body: ReadBody): Promise<void> {
  const { sandbox, wire, response } = served;
  const request = parseBody(wire.parse, body, response, wire);
  const model = request === null ? null : findModel(request.model, response, wire);
  if (request === null || model === null) return;
  const gone = new AbortController();
  const entry = openEntry(sandbox.log, request, response);
  response.once("close", () => {
    if (!response.writableFinished) sandbox.log.close(entry, "closed-by-client");
    gone.abort();
  });
  const meetsFault = sandbox.rehearsals.meetsFault(entry.userId, request.model, model);
  try {
    const { promptCache } = sandbox;
    const call = { ...served, promptCache, gone: gone.signal, entry, request, model, meetsFault };
    sandbox.log.close(entry, await answerMessage(call));
  } catch (error) {
    sandbox.log.close(entry, gone.signal.aborted ? "closed-by-client" : "broken");
    if (!gone.signal.aborted) throw error;
  }
}

function openEntry(log: BillingLog, { model, userId }: Asked, response: ServerResponse) {
  return log.open({ requestId: String(response.getHeader("request-id")), model, userId });
}

function parseBody<T>(
  parse: Parse<T>,
  body: ReadBody,
  response: ServerResponse,
  wire: SandboxWire,
): T | null {
  if (body.kind === "too-large") {
    sendError(response, wire, 413, "the body exceeds 8 MB", { connection: "close" });
    return null;
  }
  const parsed = parse(body.kind === "json" ? body.value : undefined);
  if (parsed.ok) return parsed.value;
  sendError(response, wire, 400, body.kind === "json" ? parsed.message : "the body is not JSON");
  return null;
}

function findModel(name: string, response: ServerResponse, wire: SandboxWire): SandboxModel | null {
  const parsed = parseSandboxModel(name);
  if (parsed.kind === "model") return parsed.model;
  if (parsed.kind === "invalid") sendError(response, wire, 400, parsed.message);
  else sendError(response, wire, 404, `model: ${name}`);
  return null;
}
