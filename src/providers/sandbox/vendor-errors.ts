import type { ServerResponse } from "node:http";
import type { SandboxWire } from "./wires/wire.ts";

/** Sends an error in the format of a wire. */
export function sendError(
  response: ServerResponse,
  wire: SandboxWire,
  status: number,
  message: string,
  headers: { readonly [name: string]: string } = {},
): void {
  const body = wire.errorBody(status, message, String(response.getHeader("request-id")));
  sendJson(response, status, body, headers);
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: string,
  headers: { readonly [name: string]: string } = {},
): void {
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}
