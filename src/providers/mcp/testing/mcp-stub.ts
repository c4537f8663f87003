import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Json, JsonObject } from "#core/json/json.ts";

/** A request to the stub, in the order received. */
export interface StubCall {
  readonly method: string;
  readonly params: JsonObject;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
}

/** Overrides the normal answer. */
export type Trick = (request: StubCall, response: ServerResponse) => boolean;

export interface McpStub {
  readonly url: string;
  readonly calls: StubCall[];
  tools: JsonObject[];
  /** The answer to a call of a tool. */
  answer: (params: JsonObject) => JsonObject;
  trick: Trick | null;
  close(): Promise<void>;
}

/** A tool as servers list it. */
export const lookUpTool: JsonObject = {
  name: "look_up",
  description: "Looks a word up.",
  inputSchema: { type: "object", properties: { word: { type: "string" } }, required: ["word"] },
  annotations: { readOnlyHint: true },
};

/** An MCP server with a session, which answers as a stream. */
export async function startMcpStub(): Promise<McpStub> {
  const server = createServer(
    { keepAliveTimeout: 0 },
    (request, response) => void serve(stub, request, response),
  );
  await new Promise<void>((resolve) => server.listen({ port: 0, host: "127.0.0.1" }, resolve));
  const stub: McpStub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    calls: [],
    tools: [lookUpTool],
    answer: ({ name }) => ({ content: [{ type: "text", text: `${String(name)} says so` }] }),
    trick: null,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return stub;
}

async function serve(stub: McpStub, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const {
    id = null,
    method,
    params = {},
  } = (text === "" ? {} : JSON.parse(text)) as Partial<StubCall> & {
    id?: Json;
  };
  const call: StubCall = { method: method ?? "", params, headers: request.headers };
  stub.calls.push(call);
  if (stub.trick?.(call, response) === true) return;
  if (id === null) {
    response.writeHead(202).end();
    return;
  }
  const result = resultOf(stub, call);
  const message = JSON.stringify({ jsonrpc: "2.0", id, result });
  response.writeHead(200, { "content-type": "text/event-stream", "mcp-session-id": "s-1" });
  response.end(`: hello\n\nevent: message\ndata: ${message}\n\n`);
}

function resultOf(stub: McpStub, { method, params }: StubCall): JsonObject {
  switch (method) {
    case "initialize":
      return { protocolVersion: "2025-06-18", capabilities: { tools: {} }, serverInfo: { name: "stub" } };
    case "tools/list":
      return { tools: stub.tools };
    default:
      return stub.answer(params);
  }
}
