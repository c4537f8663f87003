import { randomUUID } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";

/** On the global object: the start-up hook and the routes are bundled apart and must mean the same header. */
const sharedProcess = globalThis as { penstockSocketHeader?: string; penstockNotesSockets?: true };

/** What Node publishes for each request that a server of this process receives, before anybody handles it. */
interface RequestStart {
  readonly request: IncomingMessage;
  readonly socket: Socket;
}

/**
 * The header that tells the address of the socket a request came by. Its name is made new by each process, so no client
 * can send it.
 */
export function socketAddressHeader(): string {
  sharedProcess.penstockSocketHeader ??= `x-socket-${randomUUID()}`;
  return sharedProcess.penstockSocketHeader;
}

/**
 * Writes on every request of this process where it came from. A route of Next sees headers only, and Next leaves
 * X-Forwarded-For as the client wrote it.
 */
export function noteSocketAddresses(): void {
  if (sharedProcess.penstockNotesSockets) return;
  sharedProcess.penstockNotesSockets = true;
  const header = socketAddressHeader();
  subscribe("http.server.request.start", (message) => {
    const { request, socket } = message as RequestStart;
    if (socket.remoteAddress !== undefined) request.headers[header] = socket.remoteAddress;
    // The Request of fetch refuses to carry a TRACE, and Next would answer with a fault of its own. No door of ours
    // takes a PATCH: it gets 405.
    if (request.method === "TRACE") request.method = "PATCH";
  });
}
