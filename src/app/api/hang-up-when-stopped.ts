import { subscribe } from "node:diagnostics_channel";
import type { Server, ServerResponse } from "node:http";

/**
 * When this process is asked to end, its HTTP servers close each connection a second after its answer. Node closes only
 * those that are idle at that moment: one that is being used would then be kept for as long as idle ones are, and the
 * process would be killed before it has ended by itself. Answers to requests that still come say so (`Connection:
 * close`): a busy client would otherwise ask on, on the same connection.
 */
export function hangUpWhenStopped(stopped: AbortSignal): void {
  const servers = new Set<Server>();
  subscribe("http.server.request.start", (message) => {
    const { server, response } = message as { readonly server: Server; readonly response: ServerResponse };
    servers.add(server);
    if (stopped.aborted) response.shouldKeepAlive = false;
  });
  stopped.addEventListener("abort", () => {
    // Node adds a second to it. Zero would mean no limit.
    for (const server of servers) server.keepAliveTimeout = 1;
  });
}
