import { randomUUID } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";

/** On the global object: the start-up hook and the routes are bundled separately and must use the same header. */
const sharedProcess = globalThis as { penstockSocketHeader?: string; penstockNotesSockets?: true };

/** What Node publishes for each request that a server of this process receives, before it is handled. */
interface RequestStart {
  readonly request: IncomingMessage;
  readonly socket: Socket;
}

/** The header with the socket's address. Each process generates its own random name, so no client can send it. */
export function socketAddressHeader(): string {
  sharedProcess.penstockSocketHeader ??= `x-socket-${randomUUID()}`;
  return sharedProcess.penstockSocketHeader;
}

/**
 * Adds the socket's address to every request of this process. A Next route sees only headers, and Next leaves
 * X-Forwarded-For as the client wrote it.
 */
export function noteSocketAddresses(): void {
  if (sharedProcess.penstockNotesSockets) return;
  sharedProcess.penstockNotesSockets = true;
  const header = socketAddressHeader();
  subscribe("http.server.request.start", (message) => {
    const { request, socket } = message as RequestStart;
    if (socket.remoteAddress !== undefined) request.headers[header] = socket.remoteAddress;
    // The Request class of fetch cannot represent TRACE, and Next would fail on it. As PATCH, which no route of ours
    // accepts, it gets 405.
    if (request.method === "TRACE") request.method = "PATCH";
  });
}
