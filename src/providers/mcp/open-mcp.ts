import { AppError } from "#core/errors.ts";
import type { HttpPort, McpAnswer, McpCall, McpPort, McpServer, McpTool } from "#engine/ports.ts";
import { ask, type McpConversation } from "./json-rpc.ts";
import { findTool, greet, listTools, toolAnswerText } from "./list-tools.ts";

/**
 * These codes say that a request was not understood, so nothing was done: not JSON, no request or method, bad
 * parameters.
 */
const notDone: ReadonlySet<number> = new Set([-32_700, -32_600, -32_601, -32_602]);

/** Calls tools of MCP servers over streamable HTTP, through the same guard as all requests of users. */
export function openMcp(http: HttpPort): McpPort {
  return { call: (server, call, options) => callTool(open(http, server, options.signal), call, options) };
}

/**
 * All tools that a server lists, with the pin of each.
 * @throws AppError HTTP_FAILED, HTTP_BLOCKED.
 */
export async function listMcpTools(
  http: HttpPort,
  server: McpServer,
  signal: AbortSignal,
): Promise<readonly McpTool[]> {
  const exchange = open(http, server, signal);
  await greet(exchange);
  return listTools(exchange);
}

function open(http: HttpPort, server: McpServer, signal: AbortSignal): McpConversation {
  return { http, server, signal, session: null, isOpen: false, nextId: 1 };
}

async function callTool(
  exchange: McpConversation,
  { tool, pin, args, key }: McpCall,
  { acting }: { readonly acting: () => void },
): Promise<McpAnswer> {
  await greet(exchange);
  const found = await findTool(exchange, tool);
  if (found?.pin !== pin) throw changed(tool, found);
  acting();
  const params = { name: tool, arguments: args };
  const answer = await ask(exchange, "tools/call", params, { "idempotency-key": key });
  if (!answer.ok) {
    return { text: answer.message, isError: true, isInDoubt: !notDone.has(answer.code) };
  }
  return { text: toolAnswerText(answer.result), isError: answer.result.isError === true, isInDoubt: false };
}

/** The tool has changed since its author looked at it. */
function changed(tool: string, found: McpTool | null): AppError {
  const message =
    found === null
      ? `The MCP server no longer has a tool "${tool}". Connect the server again, or remove the tool from the agent.`
      : `The MCP server has changed its tool "${tool}" since it was connected, so it was not called. Look at it as it is now, and connect the server again. Its new pin is ${found.pin}.`;
  return new AppError("HTTP_FAILED", message);
}
